/**
 * Takes the links out of every `paging` of an answer that was just parsed, in place: they carry the token. Cursors stay,
 * and `more` where a link said that another page follows: an edge that has links ends where there is none (IG §4).
 */
export function withoutLinks<T>(answer: T): T {
  strip(answer)
  return answer
}

function strip(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) strip(item)
    return
  }
  if (value === null || typeof value !== 'object') return
  for (const [key, member] of Object.entries(value)) {
    if (key === 'paging' && member !== null && typeof member === 'object') {
      const links = member as { next?: unknown, previous?: unknown, more?: true }
      if (typeof links.next === 'string') links.more = true
      delete links.next
      delete links.previous
    } else strip(member)
  }
}
