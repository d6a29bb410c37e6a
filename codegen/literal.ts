const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/** A value as TypeScript source on one line: single quotes, bare keys, order kept. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return members.length === 0 ? '{}' : `{ ${members.map(([key, member]) => `${keyOf(key)}: ${literal(member)}`).join(', ')} }`
  }
  return String(value)
}

/** A list with one row a line. */
export function rows(values: readonly unknown[]): string {
  return `[\n${values.map((value) => `  ${literal(value)},\n`).join('')}]`
}

/** An object with one member a line. */
export function members(value: Readonly<Record<string, unknown>>): string {
  return `{\n${Object.entries(value).map(([key, member]) => `  ${keyOf(key)}: ${literal(member)},\n`).join('')}}`
}

export function union(names: readonly string[]): string {
  return names.length === 0 ? 'never' : names.map(quote).join(' | ')
}

export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

export function keyOf(key: string): string {
  return IDENTIFIER.test(key) ? key : quote(key)
}
