import { createHash, createHmac } from 'node:crypto'
import { canonicalJson } from '../sql/json-text.ts'
import { readableSeconds, shortNumber } from '../sql/readable.ts'
import { crc32, murmur3, xxhash64 } from '../sql/hashes.ts'
import { betaCdf, inverseNormalCdf, normalCdf } from '../sql/normal.ts'

type Type = 'VARCHAR' | 'BLOB' | 'BIGINT' | 'INTEGER' | 'BOOLEAN' | 'DOUBLE' | 'VARCHAR[]'
type Value = string | number | bigint | boolean | Uint8Array | readonly string[] | null

/** A function of our own in DuckDB. One NULL among the arguments makes the answer NULL; what it throws ends the statement. */
export interface Native { readonly takes: readonly Type[]; readonly gives: Type; readonly answer: (...args: never[]) => Value }

const bytes = (algorithm: string) => (data: Uint8Array): Uint8Array => createHash(algorithm).update(data).digest()

const compiled = new Map<string, RegExp>()
/** Java's patterns are read as JavaScript's: the same for all but rare constructs. */
function pattern(text: string): RegExp {
  let found = compiled.get(text)
  if (!found) {
    if (compiled.size > 100) compiled.clear()
    const [, flags = '', rest = text] = /^\(\?([ims]+)\)([^]*)$/.exec(text) ?? []
    found = new RegExp(rest, `g${flags}`)
    compiled.set(text, found)
  }
  found.lastIndex = 0
  return found
}

function fromBase(text: string, base: number): bigint {
  const digits = [...text.toLowerCase().replace(/^[+-]/, '')].map((char) => parseInt(char, 36))
  if (base < 2 || base > 36 || digits.length === 0 || digits.some((digit) => !(digit < base))) throw new Error(`Not a valid base-${base} number: ${text}`)
  const value = digits.reduce((sum, digit) => sum * BigInt(base) + BigInt(digit), 0n)
  return text.startsWith('-') ? -value : value
}

/** What the translation calls and DuckDB has not; by name (`trino_…`). */
export const NATIVES: Readonly<Record<string, Native>> = {
  trino_fail: { takes: ['VARCHAR', 'VARCHAR'], gives: 'BOOLEAN', answer: (message: string, value: string) => { throw new Error(message.replace('%', () => `'${value.slice(0, 100)}'`)) } },
  trino_json_parse: { takes: ['VARCHAR'], gives: 'VARCHAR', answer: (text: string) => canonicalJson(text, true) },
  trino_json_of: { takes: ['VARCHAR', 'BOOLEAN'], gives: 'VARCHAR', answer: (text: string, sorted: boolean) => canonicalJson(text, sorted) },
  trino_normalize: { takes: ['VARCHAR', 'VARCHAR'], gives: 'VARCHAR', answer: (text: string, form: string) => text.normalize(form) },
  trino_from_utf8: { takes: ['BLOB', 'VARCHAR'], gives: 'VARCHAR', answer: (data: Uint8Array, instead: string) => new TextDecoder().decode(data).replaceAll('\ufffd', instead) },
  trino_reverse_bytes: { takes: ['BLOB'], gives: 'BLOB', answer: (data: Uint8Array) => Uint8Array.from(data).reverse() },
  trino_sha512: { takes: ['BLOB'], gives: 'BLOB', answer: bytes('sha512') },
  trino_hmac: { takes: ['VARCHAR', 'BLOB', 'BLOB'], gives: 'BLOB', answer: (algorithm: string, data: Uint8Array, key: Uint8Array) => createHmac(algorithm, key).update(data).digest() },
  trino_xxhash64: { takes: ['BLOB'], gives: 'BLOB', answer: xxhash64 },
  trino_murmur3: { takes: ['BLOB'], gives: 'BLOB', answer: murmur3 },
  trino_crc32: { takes: ['BLOB'], gives: 'BIGINT', answer: (data: Uint8Array) => BigInt(crc32(data)) },
  trino_from_big_endian: { takes: ['BLOB'], gives: 'BIGINT', answer: (data: Uint8Array) => BigInt.asIntN(data.length * 8, BigInt(`0x${Buffer.from(data).toString('hex') || '0'}`)) },
  trino_from_base: { takes: ['VARCHAR', 'INTEGER'], gives: 'BIGINT', answer: fromBase },
  trino_normal_cdf: { takes: ['DOUBLE', 'DOUBLE', 'DOUBLE'], gives: 'DOUBLE', answer: normalCdf },
  trino_inverse_normal_cdf: { takes: ['DOUBLE', 'DOUBLE', 'DOUBLE'], gives: 'DOUBLE', answer: inverseNormalCdf },
  trino_beta_cdf: { takes: ['DOUBLE', 'DOUBLE', 'DOUBLE'], gives: 'DOUBLE', answer: betaCdf },
  trino_readable_seconds: { takes: ['DOUBLE'], gives: 'VARCHAR', answer: readableSeconds },
  trino_format_number: { takes: ['DOUBLE'], gives: 'VARCHAR', answer: shortNumber },
  trino_regexp_like: { takes: ['VARCHAR', 'VARCHAR'], gives: 'BOOLEAN', answer: (text: string, regexp: string) => pattern(regexp).test(text) },
  trino_regexp_extract: { takes: ['VARCHAR', 'VARCHAR', 'INTEGER'], gives: 'VARCHAR', answer: (text: string, regexp: string, group: number) => pattern(regexp).exec(text)?.[group] ?? null },
  trino_regexp_all: { takes: ['VARCHAR', 'VARCHAR', 'INTEGER'], gives: 'VARCHAR[]', answer: (text: string, regexp: string, group: number) => [...text.matchAll(pattern(regexp))].map((match) => match[group] ?? '') },
  trino_regexp_split: { takes: ['VARCHAR', 'VARCHAR'], gives: 'VARCHAR[]', answer: (text: string, regexp: string) => text.split(pattern(regexp)) },
  trino_regexp_replace: { takes: ['VARCHAR', 'VARCHAR', 'VARCHAR'], gives: 'VARCHAR', answer: (text: string, regexp: string, by: string) => text.replace(pattern(regexp), javaReplacement(by)) },
}

/** `$1`, `${name}` and `\$` as JavaScript writes them. */
const javaReplacement = (by: string): string => by.replace(/\\([^])|\$\{(\w+)\}|\$(?!\d)/g, (_, escaped?: string, name?: string) => (escaped !== undefined ? (escaped === '$' ? '$$' : escaped) : name !== undefined ? `$<${name}>` : '$$'))
