import { ConfigError } from '../../model/error.ts'
import { instantOf, offsetSeconds, parseZone, type Zone } from '../../model/time.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const EXPANSIONS: Readonly<Record<string, string>> = { F: '%Y-%m-%d', T: '%H:%M:%S', R: '%H:%M', D: '%m/%d/%y', X: '%H:%M:%S', x: '%m/%d/%y' }
const PATTERNS: Readonly<Record<string, string>> = {
  Y: '([+-]?\\d{4})', y: '(\\d{2})', m: '(\\d{1,2})', d: '(\\d{1,2})', e: '\\s?(\\d{1,2})', H: '(\\d{1,2})', k: '\\s?(\\d{1,2})', I: '(\\d{1,2})', l: '\\s?(\\d{1,2})', M: '(\\d{1,2})', S: '(\\d{1,2})',
  L: '(\\d{1,3})', N: '(\\d{1,9})', j: '(\\d{1,3})', p: '([AaPp][Mm])', P: '([AaPp][Mm])', b: '([A-Za-z]{3})', h: '([A-Za-z]{3})', B: '([A-Za-z]+)', a: '([A-Za-z]{3})', A: '([A-Za-z]+)',
  z: '(Z|[+-]\\d{2}:?\\d{2}|UTC|GMT|[A-Za-z_]+/[A-Za-z_/]+)', Z: '(Z|[+-]\\d{2}:?\\d{2}|[A-Za-z_/]+)', s: '(-?\\d+)', Q: '(-?\\d+)', n: '\\s+', t: '\\s+',
}

/** Reads texts of one format as epoch milliseconds; undefined for a text of another form. */
export type TimeReader = (text: string) => number | undefined

/**
 * A reader for a format of Ruby's strptime, as Embulk's timestamp formats are (`%Y-%m-%d %H:%M:%S %z`).
 * @param zone of texts that bring none
 * @throws ConfigError for a directive that is not known
 */
export function timeReader(format: string, zone: string): TimeReader {
  const fallback = parseZone(zone)
  if (fallback === undefined) throw new ConfigError(`Unknown time zone '${zone}'`, { hint: 'Use an IANA name such as Asia/Tokyo, or an offset.' })
  const fields: string[] = []
  let source = ''
  const expanded = format.replace(/%%|%([FTRDXx])/g, (whole, code: string | undefined) => (code === undefined ? whole : EXPANSIONS[code] ?? whole))
  for (const [piece] of expanded.matchAll(/%[-^_:0]*[^]|\s+|[^%\s]+/g)) {
    if (!piece.startsWith('%')) { source += /^\s/.test(piece) ? '\\s*' : piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'); continue }
    const code = piece.slice(-1)
    const pattern = code === '%' ? '%' : PATTERNS[code]
    if (pattern === undefined) throw new ConfigError(`Unknown directive ${piece} in the time format '${format}'`, { hint: "The default is '%Y-%m-%d %H:%M:%S %z'." })
    source += pattern
    if (pattern.includes('(')) fields.push(code)
  }
  const expression = new RegExp(`^\\s*${source}\\s*$`)
  return (text) => {
    const match = expression.exec(text)
    return match ? instant(new Map(fields.map((field, i) => [field, match[i + 1] ?? ''])), fallback) : undefined
  }
}

function instant(fields: ReadonlyMap<string, string>, fallback: Zone): number | undefined {
  const number = (...codes: readonly string[]): number | undefined => {
    for (const code of codes) if (fields.has(code)) return Number(fields.get(code))
    return undefined
  }
  const fraction = Math.floor(Number(`0.${fields.get('L') ?? fields.get('N') ?? '0'}`) * 1000)
  const epoch = number('s')
  if (epoch !== undefined) return epoch * 1000 + fraction
  const millis = number('Q')
  if (millis !== undefined) return millis
  const short = number('y')
  const year = number('Y') ?? (short === undefined ? 1970 : short < 69 ? 2000 + short : 1900 + short)
  const dayOfYear = number('j')
  const name = (fields.get('b') ?? fields.get('h') ?? fields.get('B'))?.slice(0, 3).toLowerCase()
  const month = dayOfYear === undefined ? number('m') ?? (name === undefined ? 1 : MONTHS.indexOf(name) + 1) : 1
  const local = { year, month, day: dayOfYear ?? number('d', 'e') ?? 1, hour: hourOf(number('H', 'k'), number('I', 'l'), fields.get('p') ?? fields.get('P')), minute: number('M') ?? 0, second: number('S') ?? 0 }
  if (month < 1 || month > 12 || local.hour > 24 || local.minute > 59 || local.second > 60) return undefined
  const zone = zoneOf(fields.get('z') ?? fields.get('Z'), fallback)
  return zone === undefined ? undefined : instantOf(local, zone, 'earlier') + fraction
}

const hourOf = (hour: number | undefined, half: number | undefined, meridian: string | undefined): number =>
  hour ?? (half === undefined ? 0 : (half % 12) + (/^p/i.test(meridian ?? '') ? 12 : 0))

function zoneOf(text: string | undefined, fallback: Zone): Zone | undefined {
  if (text === undefined) return fallback
  const zone = parseZone(text.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2'))
  // Only zones whose offset can be told
  return zone !== undefined && Number.isFinite(offsetSeconds(0, zone)) ? zone : undefined
}
