import { double, doubleText, type Json } from '../model/json.ts'

// The patterns are those of digdag's scalar resolver (digdag §1.1): no float may begin with 0, there are no base-60
// integers, no dates, and only four words are booleans.
const INTEGER = /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+)$/
const FLOAT = /^(?:[-+]?(?:\.[0-9]+|[1-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const NULL = /^(?:~|null|Null|NULL|)$/
const NUMBER_START = /^[-+.0-9]/

/** What a plain scalar means. Undefined: it looks like an integer and is none (`0x_`). */
export function plainValue(text: string): Json | undefined {
  if (NUMBER_START.test(text)) {
    if (INTEGER.test(text)) return integerValue(text)
    return FLOAT.test(text) ? floatValue(text) : text
  }
  if (NULL.test(text)) return null
  if (text === 'true' || text === 'True') return true
  if (text === 'false' || text === 'False') return false
  return text
}

/** An integer in any of YAML 1.1's notations, base 60 included; undefined when it is none. */
export function integerValue(text: string): Json | undefined {
  const plain = text.replaceAll('_', '')
  const negative = plain.startsWith('-')
  const digits = negative || plain.startsWith('+') ? plain.slice(1) : plain
  const size = digits.includes(':') ? baseSixty(digits) : magnitude(digits)
  if (size === undefined) return undefined
  const value = negative ? -size : size
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : value
}

function magnitude(digits: string): bigint | undefined {
  if (digits === '0') return 0n
  if (digits.startsWith('0b')) return parsed(/^[01]+$/, digits.slice(2), '0b')
  if (digits.startsWith('0x')) return parsed(/^[0-9a-fA-F]+$/, digits.slice(2), '0x')
  if (digits.startsWith('0')) return parsed(/^[0-7]+$/, digits.slice(1), '0o')
  return parsed(/^[0-9]+$/, digits, '')
}

const parsed = (pattern: RegExp, digits: string, prefix: string): bigint | undefined => (pattern.test(digits) ? BigInt(prefix + digits) : undefined)

function baseSixty(digits: string): bigint | undefined {
  let value = 0n
  for (const part of digits.split(':')) {
    if (!/^[0-9]+$/.test(part)) return undefined
    value = value * 60n + BigInt(part)
  }
  return value
}

/** A double, `1:30.5` (base 60) included; infinities and NaN arrive as texts. Undefined when it is none. */
export function floatValue(text: string): Json | undefined {
  const plain = text.replaceAll('_', '')
  const negative = plain.startsWith('-')
  const digits = (negative || plain.startsWith('+') ? plain.slice(1) : plain).toLowerCase()
  const size = digits === '.inf' ? Infinity : digits === '.nan' ? NaN : decimal(digits)
  if (size === undefined) return undefined
  const value = negative ? -size : size
  return Number.isFinite(value) ? double(value) : doubleText(value)
}

function decimal(digits: string): number | undefined {
  let value = 0
  for (const part of digits.split(':')) {
    if (!/^(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?$/.test(part)) return undefined
    value = value * 60 + Number(part)
  }
  return value
}

const BOOLEAN_WORDS: Readonly<Record<string, boolean>> = { yes: true, no: false, true: true, false: false, on: true, off: false }

/** The value of a scalar with one of YAML's own tags (`!!int "12"`, name without the prefix); undefined when the text does not fit. */
export function taggedValue(tag: string, text: string): Json | undefined {
  switch (tag) {
    case 'str': return text
    case 'int': return integerValue(text)
    case 'float': return floatValue(text)
    case 'null': return null
    case 'bool': return BOOLEAN_WORDS[text.toLowerCase()] ?? null
    case 'timestamp': return timestampValue(text)
    case 'binary': return Buffer.from(text.replace(/\s/g, ''), 'base64').toString('base64')
    default: return undefined
  }
}

const TIMESTAMP = /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:Z|([-+]\d\d?)(?::?(\d\d))?))?)?$/

/** Milliseconds since 1970 in UTC. */
function timestampValue(text: string): number | undefined {
  const match = TIMESTAMP.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone, zoneMinutes = '0'] = match
  const millis = Number(`${fraction}000`.slice(0, 3))
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), millis)
  if (zone === undefined) return local
  const offset = Math.abs(Number(zone)) * 60 + Number(zoneMinutes)
  return local - (zone.startsWith('-') ? -offset : offset) * 60_000
}
