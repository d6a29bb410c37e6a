/**
 * Takes the links out of every `paging` of an answer that was just parsed, in place: they carry the token. Cursors stay,
 * and `more` where a link said that another page follows: an edge that has links ends where there is none (IG §4).
 */
export function withoutLinks<T>(answer: T): T {
  strip(answer)
  return answer
}

function strip(value: unknown): void {
  if (value === null || typeof value !== 'object') return
  if (Array.isArray(value)) {
    for (const item of value) strip(item)
    return
  }
  // An answer of JSON: it has no keys but its own
  for (const key in value) {
    const member = (value as Readonly<Record<string, unknown>>)[key]
    if (key === 'paging' && member !== null && typeof member === 'object') {
      const links = member as { next?: unknown, previous?: unknown, more?: true }
      if (typeof links.next === 'string') links.more = true
      delete links.next
      delete links.previous
    } else strip(member)
  }
}
