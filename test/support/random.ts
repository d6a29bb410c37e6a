/** Numbers that depend on a seed alone, for tests over many random cases. */
export interface Random {
  /** A whole number from 0 up to, not including, the limit. */
  below(limit: number): number
}

/** mulberry32 */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return {
    below: (limit) => {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
    },
  }
}
