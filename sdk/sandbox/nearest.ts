/** The candidate that a misspelt name most likely means, or undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 3))
  const [best] = candidates.map((candidate) => ({ candidate, steps: distance(name.toLowerCase(), candidate.toLowerCase()) })).sort((a, b) => a.steps - b.steps)
  return best !== undefined && best.steps <= most ? best.candidate : undefined
}

/** " (did you mean X?)", or the names there are, where they are few. */
export function suggestion(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates)
  if (near !== undefined) return ` (did you mean ${near}?)`
  return candidates.length === 0 || candidates.length > MOST_LISTED ? '' : `; there are: ${candidates.join(', ')}`
}

const MOST_LISTED = 40

/** How many letters must be put in, taken out, replaced, or exchanged with the next one. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const exchanged = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1), exchanged))
    }
  }
  return at(a.length, b.length)
}
