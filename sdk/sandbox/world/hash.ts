/** Everything the sandbox makes up comes from these functions, so that one seed always yields one world. */

/** FNV-1a of a text, 32 bits. */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return finish(h)
}

/** Mixes up to four whole numbers into 32 bits. */
export function mix(a: number, b: number, c = 0, d = 0): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b)
  h = Math.imul(finish(h) ^ b, 0xc2b2ae35)
  h = Math.imul(finish(h) ^ c, 0x27d4eb2f)
  return finish(Math.imul(finish(h) ^ d, 0x165667b1))
}

/** A fraction in [0, 1). */
export function unit(a: number, b: number, c = 0, d = 0): number {
  return mix(a, b, c, d) / 0x1_0000_0000
}

export function pick<T>(list: readonly T[], h: number): T {
  const item = list[h % list.length]
  if (item === undefined) throw new RangeError('pick needs a list with something in it')
  return item
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A text of letters and digits, as Meta's tokens and trace ids look. */
export function opaque(seed: number, label: string, length: number): string {
  const start = mix(seed, hashText(label))
  let text = ''
  for (let i = 0; i < length; i++) text += ALPHABET[mix(start, i) % ALPHABET.length]
  return text
}

/** A number in decimal digits, filled with zeros on the left. */
export function digits(value: number, length: number): string {
  return String(value % 10 ** length).padStart(length, '0')
}

function finish(h: number): number {
  let x = h ^ (h >>> 16)
  x = Math.imul(x, 0x7feb352d)
  x ^= x >>> 15
  x = Math.imul(x, 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}
