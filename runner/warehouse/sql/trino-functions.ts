import { unsupported } from './context.ts'
import { literalText, type Translation } from './td-functions.ts'
import { TEMPLATES } from './templates.ts'
import { formattedLocal, patternCodes } from './time-text.ts'

const anyNull = (args: readonly string[]): string => args.map((argument) => `(${argument}) IS NULL`).join(' OR ')

/** NULL when one argument is NULL, where DuckDB passes over it. */
const strict: Translation = ({ name, args }) => (args.length === 0 ? undefined : `CASE WHEN ${anyNull(args)} THEN NULL ELSE ${name}(${args.join(', ')}) END`)

const SPECIAL: Readonly<Record<string, Translation>> = {
  if: ({ args: [test, yes, no] }) => (test === undefined || yes === undefined ? undefined : `CASE WHEN ${test} THEN ${yes} ${no === undefined ? '' : `ELSE ${no} `}END`),
  concat: ({ args }) => (args.length < 2 ? undefined : `(${args.map((argument) => `(${argument})`).join(' || ')})`),
  greatest: strict,
  least: strict,
  regexp_replace: ({ args: [text, pattern, by] }) => (text === undefined || pattern === undefined || by?.includes('->') ? undefined : `regexp_replace(${text}, ${pattern}, ${by === undefined ? "''" : replacement(by)}, 'g')`),
  json_extract_scalar: ({ args: [json, path] }) => (json === undefined || path === undefined ? undefined
    : `CASE WHEN json_type(TRY_CAST(${json} AS JSON), ${jsonPath(path)}) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(TRY_CAST(${json} AS JSON), ${jsonPath(path)}) END`),
  json_extract: ({ args: [json, path] }) => (json === undefined || path === undefined ? undefined : `json_extract(TRY_CAST(${json} AS JSON), ${jsonPath(path)})`),
  json_size: ({ args: [json, path] }) => {
    if (json === undefined || path === undefined) return undefined
    const at = `json_extract(TRY_CAST(${json} AS JSON), ${jsonPath(path)})`
    return `CASE json_type(${at}) WHEN 'OBJECT' THEN len(json_keys(${at})) WHEN 'ARRAY' THEN json_array_length(${at}) ELSE 0 END`
  },
  approx_percentile: ({ args: [value, share, third] }) => {
    const p = third ?? share
    // quantile_disc takes the element at ceil(p·n), Trino the one at floor(p·n) + 1
    return value === undefined || p === undefined || third !== undefined || /^\s*(ARRAY\b|\[)/i.test(p) ? (value === undefined || p === undefined || third !== undefined ? undefined : `quantile_disc(${value}, ${p})`) : `quantile_disc(${value}, least((${p}) + 1e-9, 1e0))`
  },
  date_add: ({ args: [unit, count, time] }) => {
    const name = literalText(unit)?.toLowerCase()
    return name !== undefined && count !== undefined && time !== undefined && INTERVALS.has(name) ? `((${time}) + to_${name}s(CAST(${count} AS ${/^(day|week|month|quarter|year)$/.test(name) ? 'INTEGER' : 'BIGINT'})))` : undefined
  },
  sequence: ({ args: [from, to, step] }) => {
    if (from === undefined || to === undefined) return undefined
    const dates = /^\s*(DATE\s*'|CAST\s*\([^]* AS DATE\s*\)\s*$)/i.test(from)
    const series = `generate_series(${from}, ${to}${step === undefined ? (dates ? ', INTERVAL 1 DAY' : '') : `, ${step}`})`
    return dates ? `CAST(${series} AS DATE[])` : series
  },
  date_format: ({ args: [time, format] }) => mysqlFormat('strftime', time, format),
  date_parse: ({ args: [text, format] }) => mysqlFormat('strptime', text, format),
  format_datetime: ({ args: [time, format] }) => {
    const pattern = literalText(format)
    return time === undefined || pattern === undefined ? undefined : formattedLocal(`CAST(${time} AS TIMESTAMP)`, pattern)
  },
  parse_datetime: ({ args: [text, format] }) => {
    const codes = patternCodes(literalText(format) ?? '')
    return text === undefined || codes === undefined ? undefined : codes.includes('%z') ? `strptime(${text}, '${codes}')` : `timezone('UTC', strptime(${text}, '${codes}'))`
  },
  url_extract_parameter: ({ args: [url, name] }) => {
    const text = literalText(name)
    if (url === undefined || text === undefined) return undefined
    const key = text.replace(/[^\w-]/g, '\\$&').replaceAll("'", "''")
    return `CASE WHEN regexp_matches(${url}, '[?&]${key}(=|&|#|$)') THEN url_decode(replace(regexp_extract(${url}, '[?&]${key}=([^&#]*)', 1), '+', ' ')) END`
  },
  td_sessionize_window: () => { throw unsupported('TD_SESSIONIZE_WINDOW is not available locally', 'Number sessions with lag() and a running sum() over the same window.') },
  td_sessionize: () => { throw unsupported('TD_SESSIONIZE is not available locally', 'Number sessions with lag() and a running sum() over a window.') },
}

const INTERVALS = new Set(['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'])

/** Functions of Trino that DuckDB knows by another name, shape or meaning. */
export function translateTrino(call: Parameters<Translation>[0]): string | undefined {
  const name = call.name.toLowerCase()
  // DISTINCT and ORDER BY within the parentheses belong to aggregates that keep their shape
  if (/^\s*(DISTINCT|ALL)\s|\sFROM\s/i.test(call.args[0] ?? '')) return undefined
  const special = SPECIAL[name]
  if (special) return special(call)
  const template = TEMPLATES[`${name}/${call.args.length}`]
  return template?.replace(/\$(\d)/g, (_, index: string) => call.args[Number(index) - 1] ?? 'NULL')
}

/** `$["a b"]` and `$.a-b` as DuckDB writes paths. */
function jsonPath(argument: string): string {
  const path = literalText(argument)
  if (path === undefined) return argument
  return `'${path.replace(/\[\s*"([^"]*)"\s*\]/g, '."$1"').replace(/\.([A-Za-z_][\w-]*-[\w-]*)/g, '."$1"').replaceAll("'", "''")}'`
}

/** Java's `$1` as DuckDB's `\1`; a literal only. */
function replacement(argument: string): string {
  const text = literalText(argument)
  return text === undefined ? argument : argument.replace(/\\(?!\$)/g, '\\\\').replace(/(?<!\\)\$(\d)/g, '\\$1').replace(/\\\$/g, '$')
}

const MYSQL: Readonly<Record<string, string>> = { i: '%M', s: '%S', T: '%H:%M:%S', M: '%B', W: '%A', e: '%-d', c: '%-m', k: '%-H', l: '%-I', h: '%I', r: '%I:%M:%S %p', v: '%V', x: '%G' }

function mysqlFormat(name: string, value: string | undefined, format: string | undefined): string | undefined {
  const text = literalText(format)
  if (value === undefined || text === undefined) return undefined
  const translated = text.replace(/%(.)/g, (all, code: string) => MYSQL[code] ?? all)
  return `${name}(${value}, '${translated.replaceAll("'", "''")}')`
}
