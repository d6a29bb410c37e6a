import { textOf, stringifyJson, type Json } from '../model/json.ts'

export interface Table { readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] }

const MAX_CELL = 60

/** A table for people: columns as wide as needed, numbers to the right, cut to the width of the terminal. */
export function tableText(table: Table, width: number): string {
  const cells = [table.columns, ...table.rows.map((row) => row.map(cellText))]
  const widths = table.columns.map((_, i) => Math.min(MAX_CELL, Math.max(...cells.map((row) => displayWidth(row[i] ?? '')))))
  const right = table.columns.map((_, i) => table.rows.length > 0 && table.rows.every((row) => row[i] === null || typeof row[i] === 'number' || typeof row[i] === 'bigint'))
  const line = (row: readonly string[]): string => row.map((cell, i) => pad(cut(cell, widths[i] ?? 0), widths[i] ?? 0, right[i] === true)).join('  ').trimEnd()
  const rule = widths.map((size) => '─'.repeat(size)).join('  ')
  const [header = [], ...body] = cells
  return [line(header), rule, ...body.map(line)].map((text) => cut(text, Math.max(40, width))).join('\n')
}

const cellText = (value: Json): string => (value === null ? '' : textOf(value).replace(/[\r\n\t]/g, ' '))

/** Full-width characters take two places. */
export function displayWidth(text: string): number {
  let width = 0
  for (const char of text) width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u.test(char) ? 2 : 1
  return width
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const char of text) { if (displayWidth(kept + char) > width - 1) break; kept += char }
  return `${kept}…`
}

const pad = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return right ? space + text : text + space
}

/** RFC 4180 with a header; NULL is empty, an empty text `""`. */
export function csvText(table: Table): string {
  const cell = (value: Json): string => {
    if (value === null) return ''
    const text = typeof value === 'string' ? value : textOf(value)
    return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [table.columns.map((name) => cell(name)), ...table.rows.map((row) => row.map(cell))].map((row) => `${row.join(',')}\r\n`).join('')
}

const record = (columns: readonly string[], row: readonly Json[]): string => stringifyJson(Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])))

export const jsonText = (table: Table): string => `[${table.rows.map((row) => record(table.columns, row)).join(',\n ')}]\n`
export const jsonlText = (table: Table): string => table.rows.map((row) => `${record(table.columns, row)}\n`).join('')
