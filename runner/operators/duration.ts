const PARTS = /^\s*(?:(\d+)\s*d)?\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m)?\s*(?:(\d+)\s*s)?\s*$/i
const SECONDS_PER_PART = [86_400, 3_600, 60, 1] as const

/** Milliseconds of `1d 2h 3m 4s`, each part optional, in this order (digdag §6.1); undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = PARTS.exec(text)
  if (match === null || text.trim() === '') return undefined
  return SECONDS_PER_PART.reduce((sum, seconds, i) => sum + Number(match[i + 1] ?? 0) * seconds * 1000, 0)
}
