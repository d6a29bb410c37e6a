/** Reads Java properties text: comments, `=`, `:` or blank as separators, continuation lines, escapes. */
export function readProperties(text: string): Readonly<Record<string, string>> {
  const result: Record<string, string> = {}
  for (const line of logicalLines(text)) {
    const match = /^((?:\\.|[^\\:=\s])*)\s*[:=]?\s*([\s\S]*)$/.exec(line)
    if (match) result[unescape(match[1] ?? '')] = unescape(match[2] ?? '')
  }
  return result
}

function logicalLines(text: string): readonly string[] {
  const lines: string[] = []
  let open = ''
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.replace(/^[ \t\f]+/, '')
    if (open === '' && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue
    const continues = /(?:^|[^\\])(?:\\\\)*\\$/.test(line)
    open += continues ? line.slice(0, -1) : line
    if (!continues) { lines.push(open); open = '' }
  }
  if (open !== '') lines.push(open)
  return lines
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

const unescape = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, char: string) => (hex ? String.fromCharCode(parseInt(hex, 16)) : ESCAPES[char] ?? char))
