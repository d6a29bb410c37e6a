const MASK = (1n << 64n) - 1n
const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & MASK
const viewOf = (data: Uint8Array): DataView => new DataView(data.buffer, data.byteOffset, data.byteLength)

function bigEndian(...words: readonly bigint[]): Uint8Array {
  const result = new Uint8Array(words.length * 8)
  for (const [i, word] of words.entries()) new DataView(result.buffer).setBigUint64(i * 8, word)
  return result
}

const [P1, P2, P3, P4, P5] = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n]
const round = (acc: bigint, lane: bigint): bigint => (rotate((acc + lane * P2) & MASK, 31n) * P1) & MASK

/** XXH64 with seed 0, eight bytes, big-endian as Trino's `xxhash64`. */
export function xxhash64(data: Uint8Array): Uint8Array {
  const view = viewOf(data)
  let at = 0
  let hash = P5
  if (data.length >= 32) {
    const lanes = [(P1 + P2) & MASK, P2, 0n, (0n - P1) & MASK]
    for (; at + 32 <= data.length; at += 32) for (const [i, lane] of lanes.entries()) lanes[i] = round(lane, view.getBigUint64(at + i * 8, true))
    const [a = 0n, b = 0n, c = 0n, d = 0n] = lanes
    hash = (rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n)) & MASK
    for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * P1 + P4) & MASK
  }
  hash = (hash + BigInt(data.length)) & MASK
  for (; at + 8 <= data.length; at += 8) hash = (rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4) & MASK
  if (at + 4 <= data.length) {
    hash = (rotate(hash ^ ((BigInt(view.getUint32(at, true)) * P1) & MASK), 23n) * P2 + P3) & MASK
    at += 4
  }
  for (; at < data.length; at++) hash = (rotate(hash ^ ((BigInt(view.getUint8(at)) * P5) & MASK), 11n) * P1) & MASK
  hash = ((hash ^ (hash >> 33n)) * P2) & MASK
  hash = ((hash ^ (hash >> 29n)) * P3) & MASK
  return bigEndian(hash ^ (hash >> 32n))
}

const [C1, C2] = [0x87c37b91114253d5n, 0x4cf5ad432745937fn]
const mixed = (value: bigint): bigint => {
  let k = ((value ^ (value >> 33n)) * 0xff51afd7ed558ccdn) & MASK
  k = ((k ^ (k >> 33n)) * 0xc4ceb9fe1a85ec53n) & MASK
  return k ^ (k >> 33n)
}
const little = (data: Uint8Array, from: number, to: number): bigint => data.subarray(from, to).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
const swapped = (word: bigint): bigint => { const view = new DataView(new ArrayBuffer(8)); view.setBigUint64(0, word, true); return view.getBigUint64(0) }

/** MurmurHash3 x64 of 128 bits with seed 0, as Trino's `murmur3`. */
export function murmur3(data: Uint8Array): Uint8Array {
  let [h1, h2] = [0n, 0n]
  const whole = data.length - (data.length % 16)
  const first = (k: bigint): bigint => (rotate((k * C1) & MASK, 31n) * C2) & MASK
  const second = (k: bigint): bigint => (rotate((k * C2) & MASK, 33n) * C1) & MASK
  for (let at = 0; at < whole; at += 16) {
    h1 = ((rotate(h1 ^ first(little(data, at, at + 8)), 27n) + h2) * 5n + 0x52dce729n) & MASK
    h2 = ((rotate(h2 ^ second(little(data, at + 8, at + 16)), 31n) + h1) * 5n + 0x38495ab5n) & MASK
  }
  const rest = data.length - whole
  if (rest > 8) h2 ^= second(little(data, whole + 8, data.length))
  if (rest > 0) h1 ^= first(little(data, whole, Math.min(whole + 8, data.length)))
  const size = BigInt(data.length)
  h1 = ((h1 ^ size) + (h2 ^ size)) & MASK
  h2 = (h1 + (h2 ^ size)) & MASK
  h1 = mixed(h1)
  h2 = mixed(h2)
  h1 = (h1 + h2) & MASK
  h2 = (h2 + h1) & MASK
  return bigEndian(swapped(h1), swapped(h2))
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

export function crc32(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
