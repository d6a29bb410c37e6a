/**
 * Lists of ids as short text: runs with a constant step are written once (`5`, `5-9`, `5-25/2`), so that the barrier of a
 * parallel group with a limit costs the same however many tasks it joins.
 */
export function writeIds(ids: readonly number[]): string | null {
  if (ids.length === 0) return null
  const parts: string[] = []
  for (let start = 0; start < ids.length;) {
    const first = ids[start] as number
    const step = start + 1 < ids.length ? (ids[start + 1] as number) - first : 0
    let end = start
    while (step > 0 && end + 1 < ids.length && (ids[end + 1] as number) - (ids[end] as number) === step) end++
    if (end < start + 2) { parts.push(String(first)); start++; continue }
    parts.push(`${first}-${ids[end] as number}${step === 1 ? '' : `/${step}`}`)
    start = end + 1
  }
  return parts.join(',')
}

export function readIds(text: string): readonly number[] {
  const ids: number[] = []
  for (const part of text.split(',')) {
    const [range = '', step = '1'] = part.split('/')
    const [first = '', last = first] = range.split('-')
    for (let id = Number(first); id <= Number(last); id += Number(step)) ids.push(id)
  }
  return ids
}
