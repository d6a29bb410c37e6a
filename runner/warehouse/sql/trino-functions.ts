import { literalText, type Translation } from './td-functions.ts'

const renamed = (to: string): Translation => ({ args }) => `${to}(${args.join(', ')})`

/** Functions of Trino that DuckDB knows by another name or shape (td §5.4). */
export const TRINO_FUNCTIONS: Readonly<Record<string, Translation>> = {
  if: ({ args: [test, yes, no] }) => (test === undefined || yes === undefined ? undefined : `CASE WHEN ${test} THEN ${yes} ${no === undefined ? '' : `ELSE ${no} `}END`),
  regexp_like: renamed('regexp_matches'),
  regexp_replace: ({ args: [text, pattern, by] }) => (text === undefined || pattern === undefined ? undefined : `regexp_replace(${text}, ${pattern}, ${by === undefined ? "''" : replacement(by)}, 'g')`),
  regexp_extract: ({ args }) => `nullif(regexp_extract(${args.join(', ')}), '')`,
  to_unixtime: ({ args: [time] }) => `epoch(${time ?? ''})`,
  from_unixtime: ({ args }) => (args.length === 1 ? `timezone('UTC', to_timestamp(${args[0] ?? ''}))` : undefined),
  array_join: ({ args }) => (args.length === 2 ? `array_to_string(${args.join(', ')})` : args.length === 3 ? `array_to_string(list_transform(${args[0]}, x -> coalesce(CAST(x AS VARCHAR), ${args[2]})), ${args[1]})` : undefined),
  json_extract_scalar: renamed('json_extract_string'),
  json_parse: ({ args }) => `CAST(${args[0] ?? ''} AS JSON)`,
  json_format: ({ args }) => `CAST(${args[0] ?? ''} AS VARCHAR)`,
  date_diff: ({ args }) => (args.length === 3 ? `date_sub(${args.join(', ')})` : undefined),
  date_add: ({ args: [unit, count, time] }) => {
    const name = literalText(unit)
    return name !== undefined && count !== undefined && time !== undefined && /^[a-z]+$/i.test(name) ? `((${time}) + to_${name.toLowerCase().replace(/s$/, '')}s(CAST(${count} AS ${/^(week|day|month|quarter|year)/i.test(name) ? 'INTEGER' : 'BIGINT'})))` : undefined
  },
  date_format: ({ args: [time, format] }) => mysqlFormat('strftime', time, format),
  date_parse: ({ args: [text, format] }) => mysqlFormat('strptime', text, format),
  approx_distinct: ({ args }) => `approx_count_distinct(${args[0] ?? ''})`,
  approx_percentile: ({ args }) => (args.length === 2 ? `quantile_disc(${args.join(', ')})` : undefined),
  arbitrary: ({ args }) => `any_value(${args.join(', ')})`,
  cardinality: ({ args }) => `len(${args.join(', ')})`,
  element_at: ({ args }) => (args.length === 2 ? `${args[0]}[${args[1]}]` : undefined),
  map_agg: ({ args: [key, value] }) => (key === undefined || value === undefined ? undefined : `map(list(${key}), list(${value}))`),
  sequence: renamed('generate_series'),
  transform: renamed('list_transform'),
  filter: renamed('list_filter'),
  to_utf8: renamed('encode'),
  from_utf8: renamed('decode'),
  rand: () => 'random()',
  at_timezone: ({ args: [time, zone] }) => (time === undefined || zone === undefined ? undefined : `timezone(${zone}, ${time})`),
  strpos: renamed('instr'),
}

/** Java's `$1` as DuckDB's `\1`; a literal only. */
function replacement(argument: string): string {
  const text = literalText(argument)
  return text === undefined ? argument : argument.replace(/\\(?![$])/g, '\\\\').replace(/(?<!\\)\$(\d)/g, '\\$1').replace(/\\\$/g, '$')
}

const MYSQL: Readonly<Record<string, string>> = { i: '%M', s: '%S', T: '%H:%M:%S', M: '%B', W: '%A', e: '%-d', c: '%-m', k: '%-H', l: '%-I', h: '%I', r: '%I:%M:%S %p', f: '%f', D: '%-d', v: '%V', x: '%G' }

function mysqlFormat(name: string, value: string | undefined, format: string | undefined): string | undefined {
  const text = literalText(format)
  if (value === undefined || text === undefined) return undefined
  const translated = text.replace(/%(.)/g, (all, code: string) => MYSQL[code] ?? all)
  return `${name}(${value}, '${translated.replaceAll("'", "''")}')`
}
