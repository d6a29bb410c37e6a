import { daysIn, instantOf } from '../../model/time.ts'
import { literal } from '../names.ts'
import { unsupported } from './context.ts'
import { epochOf, findZone, localOf, type QueryZone } from './zones.ts'

const TIME = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d*)?)?)?)?\s*([A-Za-z][\w/+-]*|[+-]\d{1,2}(?::?\d\d)?)?\s*$/

/** Epoch seconds of a text `yyyy-MM-dd[ HH:mm:ss][ zone]`; its own zone wins (td §5.1). Undefined for anything else. */
export function parseTdTime(text: string, zone: QueryZone): number | undefined {
  const match = TIME.exec(text)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => (part === undefined ? 0 : Number(part)))
  if (month < 1 || month > 12 || day < 1 || day > daysIn({ year, month }) || hour > 23 || minute > 59 || second > 59) return undefined
  const own = match[7] === undefined ? zone : findZone(match[7])
  if (!own) return undefined
  const local = { year, month, day, hour, minute, second }
  return own.kind === 'region' ? instantOf(local, own.name, 'earlier') / 1000 : instantOf(local, 'UTC', 'earlier') / 1000 - own.seconds
}

/** An expression of text as an epoch; NULL where it is no time. */
export const parsedExpression = (text: string, zone: QueryZone): string =>
  `CASE WHEN regexp_matches(${text}, '\\d(Z| *UTC| *[+-]\\d\\d(:?\\d\\d)?)$') THEN CAST(floor(epoch(TRY_CAST(${text} AS TIMESTAMPTZ))) AS BIGINT) ELSE ${epochOf(`TRY_CAST(${text} AS TIMESTAMP)`, zone)} END`

/** Java's SimpleDateFormat letters as DuckDB's strftime codes, by run. */
const CODES: Readonly<Record<string, string>> = {
  yyyy: '%Y', y: '%Y', yyy: '%Y', yy: '%y', MMMM: '%B', MMM: '%b', MM: '%m', M: '%-m', dd: '%d', d: '%-d', DDD: '%j', D: '%-j',
  HH: '%H', H: '%-H', hh: '%I', h: '%-I', mm: '%M', m: '%-M', ss: '%S', s: '%-S', SSS: '%g', EEEE: '%A', EEE: '%a', EE: '%a', E: '%a', a: '%p', u: '%u',
}

/** An expression that formats an epoch by a SimpleDateFormat pattern (`YYYY` is the week's year, Sunday first, as in Java's US locale). */
export function formattedExpression(epoch: string, pattern: string, zone: QueryZone): string {
  const local = localOf(epoch, zone)
  return formatted(local, pattern, (run) => specialPart(run, epoch, local, zone))
}

/** The same for a local TIMESTAMP and Joda's letters; those of the zone are the caller's. */
export const formattedLocal = (local: string, pattern: string, zone: (run: string) => string | undefined): string => formatted(local, pattern, (run) => {
  const part = zone(run)
  if (part !== undefined) return part
  if (/^[Yx]+$/.test(run)) return `strftime(${local}, '${run.startsWith('Y') ? '%Y' : '%G'}')`
  if (/^w+$/.test(run)) return `strftime(${local}, '%V')`
  if (run === 'e') return `strftime(${local}, '%u')`
  throw unsupported(`format_datetime: the pattern letter '${run}' is not supported here`, 'Use y M d H m s S E a, or date_format.')
})

/** A pattern as strptime codes, or undefined when it holds letters without one. */
export function patternCodes(pattern: string): string | undefined {
  const runs = [...pattern.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g)].map(([run]) => (/^Z+$/.test(run) ? '%z' : /^[A-Za-z]/.test(run) ? CODES[run] : run.replaceAll("'", '')))
  return pattern === '' || runs.includes(undefined) ? undefined : runs.join('').replaceAll('%-', '%')
}

function formatted(local: string, pattern: string, special: (run: string) => string): string {
  const parts: string[] = []
  let format = ''
  const flush = (): void => {
    if (format !== '') parts.push(`strftime(${local}, ${literal(format)})`)
    format = ''
  }
  for (const [run] of pattern.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g)) {
    const code = CODES[run]
    if (code !== undefined) format += code
    else if (run.startsWith("'")) format += (run === "''" ? "'" : run.slice(1, -1).replaceAll("''", "'")).replaceAll('%', '%%')
    else if (!/^[A-Za-z]/.test(run)) format += run.replaceAll('%', '%%')
    else { flush(); parts.push(special(run)) }
  }
  flush()
  // A first part that is NULL for a NULL time makes the whole NULL; an empty format is an empty text
  return parts.length === 0 ? "''" : `(${parts.join(' || ')})`
}

function specialPart(run: string, epoch: string, local: string, zone: QueryZone): string {
  if (/^Y+$/.test(run)) {
    const year = `CAST(year(${local} + to_days(CAST(6 - dayofweek(${local}) AS INTEGER))) AS VARCHAR)`
    return run.length === 2 ? `right(${year}, 2)` : year
  }
  if (run === 'Z' || run === 'XX') return offsetText(epoch, local, '')
  if (run === 'XXX') return offsetText(epoch, local, ':')
  if (/^z+$/.test(run)) return literal(zone.name)
  throw unsupported(`TD_TIME_FORMAT: the pattern letter '${run}' is not supported here`, 'Use y M d H m s S E a Z z, or format the time another way.')
}

export function offsetText(epoch: string, local: string, separator: string): string {
  const seconds = `CAST(epoch(${local}) - (${epoch}) AS BIGINT)`
  return `(CASE WHEN ${seconds} < 0 THEN '-' ELSE '+' END || lpad(CAST(abs(${seconds}) // 3600 AS VARCHAR), 2, '0') || ${literal(separator)} || lpad(CAST(abs(${seconds}) // 60 % 60 AS VARCHAR), 2, '0'))`
}
