import { ENDING, literalText, type Call, type Translation } from './call.ts'
import { castTo, textOf } from './casts.ts'
import { unsupported } from './context.ts'
import { kindOf, operand, type Expr } from './expr.ts'
import { instantIn, isElsewhere, localIn, wallClock, zoneText } from './instants.ts'
import { TIES } from './macros.ts'
import { atTimeZone, binary, remainder } from './operators.ts'
import { REGEXP } from './regexp.ts'
import { formattedLocal, offsetText, patternCodes } from './time-text.ts'

const anyNull = (args: readonly string[]): string => args.map((argument) => `(${argument}) IS NULL`).join(' OR ')

/** NULL when one argument is NULL, where DuckDB passes over it. */
const strict: Translation = ({ name, args }) => (args.length === 0 ? undefined : `CASE WHEN ${anyNull(args)} THEN NULL ELSE ${name}(${args.join(', ')}) END`)

const lambdaOf = (argument: string | undefined): { readonly names: readonly string[]; readonly body: string } | undefined => {
  const match = /^lambda ([^:]+): ([^]*)$/.exec(argument ?? '')
  return match ? { names: (match[1] ?? '').split(', '), body: match[2] ?? '' } : undefined
}
/** The body with its names standing for values: DuckDB has no other way to name one. */
const bound = (names: readonly (string | undefined)[], values: readonly string[], body: string): string => names.reduceRight((inner: string, name, i) => `list_transform([${values[i] ?? 'NULL'}], lambda ${name}: ${inner})[1]`, body)

const UNITS = /^(millisecond|second|minute|hour|day|week|month|quarter|year)$/
const CALENDAR = /^(day|week|month|quarter|year)$/

/** The unit of a date function. @throws RunnerError for one that Trino does not know, or that a date has not */
function unitOf(call: Call, index: number): string | undefined {
  const unit = literalText(call.args[0])?.toLowerCase()
  if (unit === undefined) return undefined
  const date = call.exprs[index]?.kind?.base === 'date' && !call.exprs[index]?.kind?.guess
  if (!UNITS.test(unit) || (date && !CALENDAR.test(unit))) throw unsupported(`'${unit}' is not a valid ${date ? 'DATE' : 'TIMESTAMP'} field`, 'Use day, week, month, quarter or year, and second, minute or hour of timestamps.')
  return unit
}

const dateAdd: Translation = (call) => {
  const [, count, time] = call.args
  const unit = unitOf(call, 2)
  const expr = call.exprs[2]
  if (unit === undefined || count === undefined || time === undefined || !expr) return undefined
  const interval = `to_${unit}s(CAST(${count} AS ${CALENDAR.test(unit) ? 'INTEGER' : 'BIGINT'}))`
  const kind = expr.kind && { kind: expr.kind }
  if (expr.kind?.base === 'zoned' && isElsewhere(expr.kind.zone) && CALENDAR.test(unit)) return { sql: instantIn(`${wallClock(expr).sql} + ${interval}`, expr.kind.zone), ...kind }
  return { sql: `cast_to_type(${time} + ${interval}, ${time})`, ...kind }
}

const dateTrunc: Translation = (call) => {
  const unit = unitOf(call, 1)
  const expr = call.exprs[1]
  if (unit === undefined || !expr) return undefined
  const kind = expr.kind && { kind: expr.kind }
  if (expr.kind?.base === 'zoned' && isElsewhere(expr.kind.zone)) return { sql: instantIn(`date_trunc('${unit}', ${wallClock(expr).sql})`, expr.kind.zone), ...kind }
  return { sql: `cast_to_type(date_trunc('${unit}', ${expr.sql}), ${expr.sql})`, ...kind }
}

const dateDiff: Translation = (call) => {
  const unit = unitOf(call, 1)
  const [, from, to] = call.exprs
  if (!from || !to) return undefined
  const zone = from.kind?.base === 'zoned' ? from.kind.zone : undefined
  const [a, b] = isElsewhere(zone) ? [localIn(from.sql, zone), localIn(to.sql, zone)] : [from.sql, to.sql]
  return `date_sub(${unit === undefined ? call.args[0] ?? '' : `'${unit}'`}, ${a}, ${b})`
}

const fromUnixtime: Translation = ({ args, exprs }) => {
  const sql = `to_timestamp(${args[0] ?? ''})`
  if (args.length === 1) return { sql, kind: kindOf('zoned') }
  const zone = exprs[1]
  if (args.length === 2 && zone) return { ...atTimeZone({ sql, kind: kindOf('zoned') }, zone) }
  const [hours, minutes] = exprs.slice(1).map(({ constant }) => (constant && 'number' in constant ? Number(constant.number) : undefined))
  if (hours === undefined || minutes === undefined) return undefined
  const name = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:${String(Math.abs(minutes)).padStart(2, '0')}`
  return atTimeZone({ sql, kind: kindOf('zoned') }, { sql: '', constant: { text: name } })
}

const withTimezone: Translation = ({ exprs: [time, zone] }) => {
  if (!time || !zone) return undefined
  const shown = atTimeZone({ sql: time.sql, kind: kindOf('zoned') }, zone)
  return { sql: instantIn(time.sql, shown.kind?.zone), ...(shown.kind && { kind: shown.kind }) }
}

/** Hours or minutes that a zone is ahead of UTC. */
const offset = (seconds: number, modulo: string): Translation => ({ exprs: [time] }) => time && `CAST(CAST(epoch(${wallClock(time.kind?.base === 'zoned' ? time : { sql: time.sql, kind: kindOf('zoned') }).sql}) - epoch(${time.sql}) AS BIGINT) // ${seconds}${modulo} AS BIGINT)`

const iso8601: Translation = ({ exprs: [time] }) => {
  if (!time) return undefined
  const { base, precision, zone } = time.kind ?? {}
  if (base === 'date') return `CAST(${time.sql} AS VARCHAR)`
  if (base !== 'timestamp' && base !== 'zoned') return `trino_iso8601(${time.sql})`
  const local = wallClock(time).sql
  const text = `strftime(${local}, '%Y-%m-%dT%H:%M:%S${precision === 0 ? '' : '.%g'}')`
  return base === 'timestamp' ? text : `(${text} || ${isElsewhere(zone) ? zoneOffset(time, ':') : "'Z'"})`
}

const zoneOffset = (time: Expr, separator: string): string => offsetText(`epoch(${time.sql})`, wallClock(time).sql, separator)

const SPACES = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(28) || chr(29) || chr(30) || chr(31) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8200) || chr(8201) || chr(8202) || chr(8232) || chr(8233) || chr(8287) || chr(12288)"
const trimmed: Translation = ({ name, args }) => (args.length === 1 ? `${name}(${args[0]}, ${SPACES})` : undefined)

const substr: Translation = ({ args, exprs: [text, start, size] }) => {
  if (!text || !start) return undefined
  const number = (expr: Expr | undefined): number | undefined => (expr?.constant && 'number' in expr.constant ? Number(expr.constant.number) : undefined)
  if (text.kind?.base === 'varbinary') return { sql: `trino_bytes(${args[0]}, ${args[1]}, ${args[2] ?? `octet_length(${args[0]})`})`, kind: kindOf('varbinary') }
  const plain = (number(start) ?? 0) > 0 && (size === undefined || (number(size) ?? 0) > 0)
  return `${plain ? 'substring' : 'trino_substr'}(${args.join(', ')})`
}

const reduce: Translation = ({ args: [list, initial, input, output] }) => {
  const result = lambdaOf(output)
  if (list === undefined || initial === undefined || input === undefined || !result) return undefined
  return bound(result.names, [`list_reduce(${list === '[]' ? 'CAST([] AS BIGINT[])' : list}, ${input}, ${initial})`], result.body)
}

const zipWith: Translation = ({ args: [a, b, f] }) => {
  const { names: [x, y] = [], body = '' } = lambdaOf(f) ?? {}
  if (x === undefined || y === undefined) return undefined
  return `list_transform(range(1, greatest(len(${a}), len(${b})) + 1), lambda _i: ${bound([x, y], [`(${a})[_i]`, `(${b})[_i]`], body)})`
}

/** Functions over the entries of a map: what becomes of key and value. */
const overEntries = (make: (map: string, body: string) => string): Translation => ({ args: [map, f] }) => {
  const { names, body } = lambdaOf(f) ?? {}
  return map === undefined || names === undefined || body === undefined ? undefined : make(`map_entries(${map})`, bound(names, ['_e.key', '_e.value'], body))
}

const mapZip: Translation = ({ args: [a, b, f] }) => {
  const { names: [k, x, y] = [], body = '' } = lambdaOf(f) ?? {}
  if (k === undefined) return undefined
  return `list_transform([list_distinct(list_concat(map_keys(${a}), map_keys(${b})))], lambda _ks: map(_ks, list_transform(_ks, lambda ${k}: ${bound([x, y], [`(${a})[${k}]`, `(${b})[${k}]`], body)})))[1]`
}

/** An aggregate's value as an argument of a macro with lambdas, which hold no aggregates. */
const gathered = (list: string, macro: string): string => `list_transform([${list.includes(ENDING) ? list : `${list}${ENDING}`}], lambda _l: ${macro})[1]`
const entryList = (k: string | undefined, v: string | undefined): string => `list_filter(list({'key': ${k}, 'value': ${v}})${ENDING}, lambda _e: _e.key IS NOT NULL)`

const listagg: Translation = ({ args: [value, separator], quantifier, order }) => `string_agg(${quantifier === undefined ? '' : 'DISTINCT '}${value}, ${separator ?? "''"}${order === undefined ? '' : ` ${order}`})`

const DECIMAL = /(?<![\w.])\d+\.\d*(?![\de])/i
/** The average of decimals is one of their scale. What holds a decimal constant is a decimal unless a double makes it one: its own type tells. */
const avg: Translation = ({ args: [value], exprs: [expr], quantifier }) => {
  const decimal = expr?.kind?.base === 'decimal' || (expr?.kind === undefined && DECIMAL.test(expr?.sql ?? ''))
  return decimal ? `cast_to_type(avg(${quantifier === undefined ? '' : 'DISTINCT '}${value})${ENDING} * ${TIES}, min(${value})${ENDING})` : undefined
}

const sequence: Translation = ({ args: [from, to, step], exprs: [first, , by] }) => {
  if (from === undefined || to === undefined) return undefined
  const dates = first?.kind?.base === 'date'
  const months = /^to_months\((-?\d+)\)$/.exec(by?.sql ?? '')?.[1]
  if (dates && months !== undefined) return `list_filter(list_transform(range(0, date_sub('month', ${from}, ${to}) // ${months} + 2), lambda _i: CAST(${from} + to_months(CAST(_i * ${months} AS INTEGER)) AS DATE)), lambda _d: _d <= ${to})`
  const series = `generate_series(${from}, ${to}${step === undefined ? (dates ? ', INTERVAL 1 DAY' : '') : `, ${step}`})`
  return dates ? `CAST(${series} AS DATE[])` : series
}

const hash = (sql: string): Translation => ({ name, args, exprs: [value] }) => {
  if (value?.kind?.base === 'varchar') throw unsupported(`Unexpected parameters (varchar) for function ${name.toLowerCase()}. Expected: ${name.toLowerCase()}(varbinary)`, `Write ${name.toLowerCase()}(to_utf8(x)).`)
  return sql.replaceAll('$1', args[0] ?? '')
}

const numberOnly = (sql: string): Translation => ({ name, args, exprs: [value] }) => {
  if (value?.kind !== undefined && !value.kind.guess && /^(integer|decimal|double|boolean|varchar)$/.test(value.kind.base)) throw unsupported(`Unexpected parameters (${value.kind.base}) for function ${name.toLowerCase()}`, 'It takes a varbinary.')
  return sql.replaceAll('$1', args[0] ?? '')
}

const summed: Translation = (call) => {
  const [value] = call.exprs
  if (value?.kind && !value.kind.guess && !/^(integer|decimal|double|interval)$/.test(value.kind.base)) throw unsupported(`Unexpected parameters (${value.kind.base}) for function ${call.name.toLowerCase()}`, 'Write count_if(condition), or CAST(x AS DOUBLE).')
  return call.name.toLowerCase() === 'avg' ? avg(call) : undefined
}

/** A session's id: one for the rows of a partition between gaps longer than so many seconds. */
const sessions: Translation = ({ args: [time, timeout], over }) => {
  const partition = /^\(PARTITION BY ([^]*?)(?:\s+ORDER BY\b[^]*)?\)$/i.exec(over ?? '')?.[1]
  if (time === undefined || timeout === undefined || over === undefined) throw unsupported('TD_SESSIONIZE_WINDOW needs OVER (PARTITION BY … ORDER BY …)', 'Write TD_SESSIONIZE_WINDOW(time, 1800) OVER (PARTITION BY user ORDER BY time).')
  const start = `list_filter(_l, lambda _t, _i: _i = 1 OR _t - _l[_i - 1] > ${timeout})[-1]`
  return { sql: `list_transform([list(${time}) OVER ${over}], lambda _l: CAST(CAST(md5(CAST(row(${partition === undefined ? '' : `${partition}, `}${start}) AS VARCHAR)) AS UUID) AS VARCHAR))[1]`, kind: kindOf('varchar') }
}

export const SPECIAL: Readonly<Record<string, Translation>> = {
  if: ({ args: [test, yes, no], exprs }) => (test === undefined || yes === undefined ? undefined : { sql: `CASE WHEN ${test} THEN ${yes} ${no === undefined ? '' : `ELSE ${no} `}END`, ...(exprs[1]?.kind && (exprs[2] === undefined || exprs[2].kind?.base === exprs[1].kind.base) && { kind: exprs[1].kind }) }),
  concat: ({ exprs }) => (exprs.length < 2 ? undefined : { ...exprs.reduce((a, b) => binary('||', { ...a, sql: operand(a.sql) }, { ...b, sql: operand(b.sql) })), sql: `(${exprs.reduce((a, b) => binary('||', a, { ...b, sql: operand(b.sql) })).sql})` }),
  greatest: strict, least: strict,
  avg: summed, sum: summed,
  date_add: dateAdd, date_trunc: dateTrunc, date_diff: dateDiff,
  date: ({ exprs: [value] }) => value && castText(value, 'DATE'),
  from_unixtime: fromUnixtime, with_timezone: withTimezone,
  at_timezone: ({ exprs: [time, zone] }) => time && zone && atTimeZone(time, zone),
  timezone_hour: offset(3600, ''), timezone_minute: offset(60, ' % 60'), to_iso8601: iso8601,
  trim: trimmed, ltrim: trimmed, rtrim: trimmed,
  substr, substring: substr,
  round: ({ args: [value, digits], exprs: [expr] }) => (digits === undefined || /^(integer|double)$/.test(expr?.kind?.base ?? '') ? undefined : `cast_to_type(round(${value}, ${digits}), ${value} * 1)`),
  sign: ({ args: [value] }) => `cast_to_type(sign(${value}), ${value})`,
  cardinality: ({ args: [value], exprs: [expr] }) => (expr?.kind?.base === 'array' ? `len(${value})` : expr?.kind?.base === 'map' ? `len(map_keys(${value}))` : `trino_cardinality(${value}, ${value})`),
  element_at: ({ args: [value, at], exprs: [expr, index] }) => (expr?.kind?.base === 'map' || (index?.constant && 'text' in index.constant) ? `${value}[${at}]` : expr?.kind?.base === 'array' ? `trino_element_at(${value}, ${at})` : `trino_element(${value}, ${value}, ${at})`),
  length: ({ args, exprs: [value] }) => (value?.kind?.base === 'varbinary' ? `octet_length(${args[0]})` : undefined),
  reverse: ({ args, exprs: [value] }) => (value?.kind?.base === 'array' ? `list_reverse(${args[0]})` : value?.kind?.base === 'varbinary' ? `trino_reverse_bytes(${args[0]})` : undefined),
  replace: ({ args, exprs: [, old] }) => (args.length !== 3 || (old?.constant && 'text' in old.constant && old.constant.text !== '') ? undefined : `trino_replace(${args.join(', ')})`),
  split: ({ args, exprs: [, by] }) => (args.length === 2 && by?.constant && 'text' in by.constant && by.constant.text !== '' ? `string_split(${args.join(', ')})` : `trino_split(${args.join(', ')})`),
  mod: ({ exprs: [a, b] }) => a && b && remainder({ ...a, sql: operand(a.sql) }, { ...b, sql: operand(b.sql) }),
  reduce, zip_with: zipWith, map_zip_with: mapZip,
  reduce_agg: ({ args: [value, initial, f] }) => `list_reduce(list(${value})${ENDING}, ${f}, ${initial})`,
  map_filter: overEntries((map, body) => `map_from_entries(list_filter(${map}, lambda _e: ${body}))`),
  transform_values: overEntries((map, body) => `map_from_entries(list_transform(${map}, lambda _e: {'key': _e.key, 'value': ${body}}))`),
  transform_keys: overEntries((map, body) => `map_from_entries(list_transform(${map}, lambda _e: {'key': ${body}, 'value': _e.value}))`),
  map_agg: ({ args: [k, v] }) => gathered(entryList(k, v), 'trino_map(_l)'),
  multimap_agg: ({ args: [k, v] }) => gathered(entryList(k, v), 'trino_multimap(_l)'),
  map_union: ({ args: [map] }) => gathered(`flatten(list(map_entries(${map}))${ENDING})`, 'trino_map(_l)'),
  approx_most_frequent: ({ args: [n, value] }) => gathered(`histogram(${value})`, `trino_frequent(_l, ${n})`),
  td_approx_most_frequent: ({ args: [n, value] }) => gathered(`histogram(${value})`, `trino_frequent(_l, ${n})`),
  listagg,
  format: printf,
  normalize: ({ args: [text, form] }) => (form === undefined ? `nfc_normalize(${text})` : `trino_normalize(${text}, '${form.replace(/\W/g, '').toUpperCase()}')`),
  md5: hash('unhex(md5($1))'), sha1: hash('unhex(sha1($1))'), sha256: hash('unhex(sha256($1))'), sha512: hash('trino_sha512($1)'), xxhash64: hash('trino_xxhash64($1)'), murmur3: hash('trino_murmur3($1)'), crc32: hash('trino_crc32($1)'),
  to_hex: numberOnly('hex($1)'),
  ...REGEXP,
  json_format: ({ args: [json], exprs: [expr] }) => (expr?.sql.startsWith('CAST(trino_json') ? `CAST(${json} AS VARCHAR)` : `trino_json_parse(CAST(${json} AS VARCHAR))`),
  td_sessionize_window: sessions,
  json_extract_scalar: ({ args: [json, path] }) => (json === undefined || path === undefined ? undefined
    : `CASE WHEN json_type(TRY_CAST(${json} AS JSON), ${jsonPath(path)}) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(TRY_CAST(${json} AS JSON), ${jsonPath(path)}) END`),
  json_extract: ({ args: [json, path] }) => (json === undefined || path === undefined ? undefined : `json_extract(TRY_CAST(${json} AS JSON), ${jsonPath(path)})`),
  json_size: ({ args: [json, path] }) => {
    if (json === undefined || path === undefined) return undefined
    const at = `json_extract(TRY_CAST(${json} AS JSON), ${jsonPath(path)})`
    return `CASE json_type(${at}) WHEN 'OBJECT' THEN len(json_keys(${at})) WHEN 'ARRAY' THEN json_array_length(${at}) ELSE CASE WHEN ${at} IS NOT NULL THEN 0 END END`
  },
  approx_percentile: ({ args: [value, share, third] }) => {
    const p = third ?? share
    if (value === undefined || p === undefined || third !== undefined) return undefined
    // quantile_disc takes the element at ceil(p·n), Trino the one at floor(p·n) + 1
    return p.startsWith('[') ? `quantile_disc(${value}, ${p})` : `quantile_disc(${value}, least(${p} + 1e-9, 1e0))`
  },
  sequence,
  date_format: ({ exprs: [time], args: [, format] }) => mysqlFormat('strftime', time?.sql, format),
  date_parse: ({ args: [text, format] }) => mysqlParse(text, format),
  format_datetime: ({ exprs: [time], args: [, format] }) => {
    const pattern = literalText(format)
    return time === undefined || pattern === undefined ? undefined : formattedLocal(time.kind?.base === 'zoned' ? wallClock(time).sql : `CAST(${time.sql} AS TIMESTAMP)`, pattern, (run) => zonePart(run, time))
  },
  parse_datetime: ({ args: [text, format] }) => {
    const codes = patternCodes(literalText(format) ?? '')
    return text === undefined || codes === undefined ? undefined : codes.includes('%z') ? `strptime(${text}, '${codes}')` : `timezone('UTC', strptime(${text}, '${codes}'))`
  },
  url_extract_parameter: ({ args: [url, name] }) => {
    const text = literalText(name)
    if (url === undefined || text === undefined) return undefined
    const key = text.replace(/[^\w-]/g, '\\$&').replaceAll("'", "''")
    return `CASE WHEN regexp_matches(trino_url(${url}), '[?&]${key}(=|&|#|$)') THEN url_decode(replace(regexp_extract(${url}, '[?&]${key}=([^&#]*)', 1), '+', ' ')) END`
  },
  td_sessionize: () => { throw unsupported('TD_SESSIONIZE is not available locally', 'Number sessions with lag() and a running sum() over a window.') },
}

/** Letters of a pattern that name the zone. */
function zonePart(run: string, time: Expr): string | undefined {
  if (!/^Z+$/.test(run)) return undefined
  const zone = time.kind?.base === 'zoned' ? time.kind.zone : undefined
  if (!isElsewhere(zone)) return run === 'Z' ? "'+0000'" : run === 'ZZ' ? "'+00:00'" : "'UTC'"
  return run.length > 2 ? zoneText(zone) : zoneOffset(time, run === 'Z' ? '' : ':')
}

function castText(value: Expr, type: string): Expr {
  return castTo(value, [{ kind: 'word', text: type, at: 0 }], false)
}

/** Java's format, piece by piece; the format is a text in the query. */
function printf({ args, exprs }: Call): Expr | undefined {
  const pattern = literalText(args[0])
  if (pattern === undefined) return undefined
  let next = 1
  const pieces = [...pattern.matchAll(/%(?:(\d+)\$)?([-,+0 (]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])|[^%]+/g)].map((match) => {
    const [all, position, flags = '', width, digits, letter] = match
    if (letter === undefined) return `'${all.replaceAll("'", "''")}'`
    if (letter === '%' || letter === 'n') return letter === 'n' ? 'chr(10)' : "'%'"
    const at = position === undefined ? next++ : Number(position)
    const value = exprs[at]
    if (!value) throw unsupported(`Format specifier '${all}' has no argument`, 'Give as many arguments as the format has specifiers.')
    return formatPiece(value, { flags, width, digits, letter, all })
  })
  return { sql: `(${pieces.length === 0 ? "''" : pieces.join(' || ')})`, kind: kindOf('varchar') }
}

interface Specifier { readonly flags: string; readonly width: string | undefined; readonly digits: string | undefined; readonly letter: string; readonly all: string }

function formatPiece(value: Expr, { flags, width, digits, letter, all }: Specifier): string {
  const grouped = flags.includes(',') ? ',' : ''
  const sign = flags.includes('+') ? `CASE WHEN ${value.sql} >= 0 THEN '+' ELSE '' END || ` : ''
  const text = letter === 'd' ? `${sign}format('{:${grouped}}', CAST(${value.sql} AS BIGINT))`
    : letter === 'f' ? `${sign}format('{:${grouped}.${digits ?? 6}f}', round(CAST(${value.sql} AS DOUBLE), ${digits ?? 6}))`
    : letter === 's' || letter === 'S' ? textOf(value) : letter === 'x' ? `lower(to_base(CAST(${value.sql} AS BIGINT), 16))` : letter === 'b' ? `CAST(${value.sql} AS VARCHAR)` : undefined
  if (text === undefined) throw unsupported(`Format specifier '${all}' is not available locally`, 'Use %s, %d, %f, %x or %b.')
  const shown = letter === 'S' ? `upper(${text})` : text
  if (width === undefined) return `(${shown})`
  return flags.includes('-') ? `rpad(${shown}, CAST(greatest(${width}, length(${shown})) AS INTEGER), ' ')` : `lpad(${shown}, CAST(greatest(${width}, length(${shown})) AS INTEGER), '${flags.includes('0') ? '0' : ' '}')`
}

/** `$["a b"]` and `$.a-b` as DuckDB writes paths. */
function jsonPath(argument: string): string {
  const path = literalText(argument)
  if (path === undefined) return argument
  return `'${path.replace(/\[\s*"([^"]*)"\s*\]/g, '."$1"').replace(/\.([A-Za-z_][\w-]*-[\w-]*)/g, '."$1"').replaceAll("'", "''")}'`
}


const MYSQL: Readonly<Record<string, string>> = { i: '%M', s: '%S', T: '%H:%M:%S', M: '%B', W: '%A', e: '%-d', c: '%-m', k: '%-H', l: '%-I', h: '%I', r: '%I:%M:%S %p', v: '%V', x: '%G' }

function mysqlFormat(name: string, value: string | undefined, format: string | undefined): string | undefined {
  const text = literalText(format)
  if (value === undefined || text === undefined) return undefined
  const wrong = /%[DUuVwX]/.exec(text)?.[0]
  if (wrong !== undefined) throw unsupported(`${wrong} not supported in date format string`, 'Use %Y %m %d %H %i %s and the like.')
  const translated = text.replace(/%(.)/g, (all, code: string) => MYSQL[code] ?? all)
  return `${name}(${value}, '${translated.replaceAll("'", "''")}')`
}

/** What a format does not tell is that of 1970-01-01. */
function mysqlParse(value: string | undefined, format: string | undefined): string | undefined {
  const text = literalText(format)
  return value !== undefined && text !== undefined && !/%[Yyx]/.test(text) ? mysqlFormat('strptime', `'1970 ' || ${value}`, `'%Y ${text.replaceAll("'", "''")}'`) : mysqlFormat('strptime', value, format)
}
