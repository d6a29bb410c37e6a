/** A number of an answer: also one that comes as text; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '') return numberOf(Number(value))
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** A number, or an object of numbers such as hour → followers; undefined where there is no number at all. */
export function valueOf(value: unknown): number | Readonly<Record<string, number>> | undefined {
  if (value === null || typeof value !== 'object') return numberOf(value)
  const entries = Object.entries(value).flatMap(([key, one]): readonly (readonly [string, number])[] => { const number = numberOf(one); return number === undefined ? [] : [[key, number]] })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
