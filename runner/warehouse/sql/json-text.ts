/** JSON text as Trino writes it: no blanks, numbers with a fraction as Java's doubles, and where asked keys in order, of equal ones the last. */
export function canonicalJson(text: string, sorted: boolean): string {
  let at = 0
  const space = (): void => { while (/[ \t\r\n]/.test(text[at] ?? '')) at++ }
  const wrong = (): Error => new Error(`Cannot convert value to JSON: '${text.length > 100 ? `${text.slice(0, 100)}…` : text}'`)
  const take = (char: string): void => { if (text[at++] !== char) throw wrong() }
  const string = (): string => {
    const start = at
    take('"')
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    take('"')
    try { return JSON.parse(text.slice(start, at)) as string } catch { throw wrong() }
  }
  const list = (close: string, item: () => void): void => {
    at++
    space()
    if (text[at] === close) { at++; return }
    for (;;) {
      item()
      space()
      if (text[at] === close) { at++; return }
      take(',')
    }
  }
  const value = (): string => {
    space()
    const char = text[at]
    if (char === '{') {
      const fields: (readonly [string, string])[] = []
      list('}', () => { space(); const key = string(); space(); take(':'); fields.push([key, value()]) })
      const entries = sorted ? [...new Map(fields)].sort(([a], [b]) => (a < b ? -1 : 1)) : fields
      return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${item}`).join(',')}}`
    }
    if (char === '[') {
      const items: string[] = []
      list(']', () => { items.push(value()) })
      return `[${items.join(',')}]`
    }
    if (char === '"') return JSON.stringify(string())
    const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(text.slice(at, at + 400))?.[0]
    if (word === undefined) throw wrong()
    at += word.length
    return /^-?\d/.test(word) ? numberText(word) : word
  }
  const result = value()
  space()
  if (at < text.length) throw wrong()
  return result
}

function numberText(word: string): string {
  if (/^-?\d+$/.test(word)) return word === '-0' ? '0' : word
  return javaDouble(Number(word))
}

/** A double as Java's `Double.toString` writes it: plain from 0.001 up to 10,000,000. */
export function javaDouble(value: number): string {
  const size = Math.abs(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}
