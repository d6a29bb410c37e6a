import { literal } from '../names.ts'
import { literalText, type Call, type Translation } from './call.ts'
import { unsupported, type SqlContext } from './context.ts'
import { parseInterval } from './interval.ts'
import { formattedExpression, parsedExpression, parseTdTime } from './time-text.ts'
import { epochOf, findZone, localOf, offsetAt, zoneNamed, type QueryZone } from './zones.ts'

const isNull = (argument: string | undefined): boolean => argument === undefined || /^\s*(?:NULL|CAST\s*\(\s*NULL\s+AS\s+\w+\s*\))\s*$/i.test(argument)

function zoneArgument({ name, args, context }: Call, index: number): QueryZone {
  if (args[index] === undefined || isNull(args[index])) return findZone(context.zone) ?? zoneNamed('UTC')
  const text = literalText(args[index])
  if (text === undefined) throw unsupported(`${name.toUpperCase()}: the time zone must be a text literal here`, "Write the zone in the query, e.g. 'Asia/Tokyo'.")
  return zoneNamed(text)
}

function literalArgument({ name, args }: Call, index: number, what: string): string {
  const text = literalText(args[index])
  if (text === undefined) throw unsupported(`${name.toUpperCase()}: ${what} must be a text literal here`, 'Write it in the query itself.')
  return text
}

/** An argument that is an epoch, or a text holding a time, as an epoch. */
function epochArgument(argument: string, zone: QueryZone): string {
  const text = literalText(argument)
  if (text === undefined) return /^\s*\(?\s*[-+]?\d+\s*\)?\s*$/.test(argument) ? argument.trim() : `coalesce(TRY_CAST(${argument} AS BIGINT), ${parsedExpression(`CAST(${argument} AS VARCHAR)`, zone)})`
  if (/^\s*-?\d+\s*$/.test(text)) return text.trim()
  return String(parseTdTime(text, zone) ?? 'CAST(NULL AS BIGINT)')
}

const timeRange: Translation = (call) => {
  const [time, start, end] = call.args
  if (time === undefined || call.args.length > 4) return undefined
  const zone = zoneArgument(call, 3)
  const bounds = [isNull(start) ? undefined : `(${time}) >= ${epochArgument(start ?? '', zone)}`, isNull(end) ? undefined : `(${time}) < ${epochArgument(end ?? '', zone)}`]
  const conditions = bounds.filter((bound) => bound !== undefined)
  return `(${conditions.length === 0 ? `(${time}) IS NOT NULL` : conditions.join(' AND ')})`
}

const timeFormat: Translation = (call) =>
  call.args[0] === undefined ? undefined : formattedExpression(call.args[0], literalArgument(call, 1, 'the pattern'), zoneArgument(call, 2))

const timeParse: Translation = (call) => {
  const [text] = call.args
  if (text === undefined) return undefined
  const zone = zoneArgument(call, 1)
  const known = literalText(text)
  return known === undefined ? parsedExpression(text, zone) : String(parseTdTime(known, zone) ?? 'CAST(NULL AS BIGINT)')
}

const UNITS: Readonly<Record<string, number>> = { w: 7 * 86_400, d: 86_400, h: 3600, m: 60, s: 1, week: 7 * 86_400, weeks: 7 * 86_400, day: 86_400, days: 86_400, hour: 3600, hours: 3600, minute: 60, minutes: 60, second: 1, seconds: 1 }

function durationSeconds(text: string): number | undefined {
  const match = /^\s*([+-]?)((?:\d+[a-z]+)+)\s*$/.exec(text)
  if (!match) return undefined
  let total = 0
  for (const [, count, unit = ''] of (match[2] ?? '').matchAll(/(\d+)([a-z]+)/g)) {
    const seconds = UNITS[unit]
    if (seconds === undefined) return undefined
    total += Number(count) * seconds
  }
  return match[1] === '-' ? -total : total
}

const timeAdd: Translation = (call) => {
  const duration = literalArgument(call, 1, 'the duration')
  const seconds = durationSeconds(duration)
  if (seconds === undefined) throw unsupported(`TD_TIME_ADD: '${duration}' is no duration`, "Write e.g. '-1d', '8w' or '1h30m'; months and years are not supported.")
  return `(${epochArgument(call.args[0] ?? '', zoneArgument(call, 2))} + (${seconds}))`
}

const STRING_FORMATS: Readonly<Record<string, { readonly unit: string; readonly format: string }>> = {
  y: { unit: 'year', format: 'yyyy' }, q: { unit: 'quarter', format: 'yyyy-MM' }, M: { unit: 'month', format: 'yyyy-MM' }, w: { unit: 'week', format: 'yyyy-MM-dd' },
  d: { unit: 'day', format: 'yyyy-MM-dd' }, h: { unit: 'hour', format: 'yyyy-MM-dd HH' }, m: { unit: 'minute', format: 'yyyy-MM-dd HH:mm' }, s: { unit: 'second', format: 'yyyy-MM-dd HH:mm:ss' },
}

const timeString: Translation = (call) => {
  const [time] = call.args
  if (time === undefined) return undefined
  const spec = literalArgument(call, 1, 'the unit')
  const zone = zoneArgument(call, 2)
  const known = STRING_FORMATS[spec.replace(/!$/, '')]
  if (!known) return formattedExpression(time, spec, zone)
  const truncated = epochOf(`date_trunc('${known.unit}', ${localOf(time, zone)})`, zone)
  return formattedExpression(truncated, spec.endsWith('!') ? known.format : 'yyyy-MM-dd HH:mm:ssZ', zone)
}

const dateTrunc: Translation = (call) => {
  const [, time] = call.args
  if (time === undefined) return undefined
  const unit = literalArgument(call, 0, 'the unit')
  if (!/^(second|minute|hour|day|week|month|quarter|year)$/i.test(unit)) throw unsupported(`TD_DATE_TRUNC: unknown unit '${unit}'`, 'Use minute, hour, day, week, month, quarter or year.')
  const zone = zoneArgument(call, 2)
  return epochOf(`date_trunc('${unit.toLowerCase()}', ${localOf(time, zone)})`, zone)
}

const scheduledSeconds = (context: SqlContext): number => Math.floor(context.scheduledTime / 1000)

function windowOf(call: Call, index: number): { readonly start: number; readonly end: number } {
  const now = scheduledSeconds(call.context)
  const zone = zoneArgument(call, index + 1)
  return parseInterval(literalArgument(call, index, 'the interval'), now, zone, offsetAt(zone, now))
}

const interval: Translation = (call) => {
  const [time] = call.args
  if (time === undefined) return undefined
  const { start, end } = windowOf(call, 1)
  return `((${time}) >= ${start} AND (${time}) < ${end})`
}

const intervalRange: Translation = (call) => {
  const { start, end } = windowOf(call, 0)
  return `[CAST(${start} AS BIGINT), CAST(${end} AS BIGINT)]`
}

/** Treasure Data's own functions (td §5.1). */
export const TD_FUNCTIONS: Readonly<Record<string, Translation>> = {
  td_scheduled_time: ({ context }) => `CAST(${scheduledSeconds(context)} AS BIGINT)`,
  td_time_range: timeRange,
  td_time_format: timeFormat,
  td_time_parse: timeParse,
  td_time_add: timeAdd,
  td_time_string: timeString,
  td_date_trunc: dateTrunc,
  td_interval: interval,
  td_interval_range: intervalRange,
  td_md5: ({ args }) => `md5(${args[0] ?? ''})`,
  td_url_decode: ({ args }) => `url_decode(replace(${args[0] ?? ''}, '+', ' '))`,
  td_url_encode: ({ args }) => `replace(url_encode(${args[0] ?? ''}), '%20', '+')`,
  td_first: ({ args }) => (args.length === 2 ? `arg_min(${args.join(', ')})` : undefined),
  td_last: ({ args }) => (args.length === 2 ? `arg_max(${args.join(', ')})` : undefined),
  td_divide: ({ args: [a, b] }) => (a === undefined || b === undefined ? undefined : `CASE WHEN (${b}) = 0 THEN 0 ELSE CAST(${a} AS DOUBLE) / (${b}) END`),
  td_sumif: ({ args: [value, test] }) => (value === undefined || test === undefined ? undefined : `sum(CASE WHEN ${test} THEN ${value} END)`),
  td_avgif: ({ args: [value, test] }) => (value === undefined || test === undefined ? undefined : `avg(CASE WHEN ${test} THEN ${value} END)`),
  smart_digest: () => { throw unsupported(`SMART_DIGEST is not available locally`, `Use md5(to_utf8(x)) cut to some characters: substr(to_hex(md5(to_utf8(x))), 1, 10).`) },
  td_ip_to_country_name: ({ name }) => noData(name), td_ip_to_country_code: ({ name }) => noData(name), td_ip_to_city_name: ({ name }) => noData(name),
  td_currency_conv: ({ name }) => noData(name),
  td_parse_agent: ({ name }) => noData(name), td_parse_user_agent: ({ name }) => noData(name),
}

function noData(name: string): never {
  throw unsupported(`${name.toUpperCase()} needs data that only Treasure Data has`, `Leave it out of local runs, e.g. select ${literal('unknown')} in its place.`)
}
