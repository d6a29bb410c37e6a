import { isArray, isObject, stringifyJson, type Json, type JsonObject } from '../model/json.ts'

/** A configuration as YAML the way digdag shows it (as recorded): texts in double quotes, keys plain where they may be, lists at the depth of their key. */
export function yamlText(value: Json | JsonObject | undefined): string {
  if (value === undefined) return ''
  const lines = isBlock(value) ? blockLines(value) : [flat(value)]
  return `${lines.join('\n')}\n`
}

const isBlock = (value: Json): value is JsonObject | readonly Json[] => (isArray(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0)

const flat = (value: Json): string => (typeof value === 'string' ? quoted(value) : stringifyJson(value))

// Control characters beyond those of JSON, line separators and a byte order mark may not stand in a YAML text as they are.
const quoted = (text: string): string => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Plain where no reader of YAML 1.1 could take it for something else. */
const keyText = (key: string): string =>
  (/^[A-Za-z_+^$./][\w+\-.^>$/ ]*$/.test(key) && !/ $|^(?:[yn]|yes|no|on|off|true|false|null)$/i.test(key) && !/^[+.][\d.]/.test(key) ? key : quoted(key))

function blockLines(value: JsonObject | readonly Json[]): readonly string[] {
  if (isArray(value)) return value.flatMap((item) => (isBlock(item) ? blockLines(item).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`) : [`- ${flat(item)}`]))
  return Object.entries(value).flatMap(([key, item]) => {
    if (!isBlock(item)) return [`${keyText(key)}: ${flat(item)}`]
    return [`${keyText(key)}:`, ...blockLines(item).map((line) => (isArray(item) ? line : `  ${line}`))]
  })
}
