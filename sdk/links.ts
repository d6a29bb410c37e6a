/** Takes the links out of every `paging` of an answer that was just parsed, in place: they carry the token. Cursors stay. */
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
      const links = member as { next?: unknown, previous?: unknown }
      delete links.next
      delete links.previous
    } else strip(member)
  }
}
