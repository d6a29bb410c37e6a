import { Float, isArray, isObject, type Json } from '../model/json.ts'

type Stringify = (value: unknown, options: { readonly lineWidth: number; readonly defaultStringType: 'QUOTE_DOUBLE'; readonly defaultKeyType: 'PLAIN' }) => string

/** A configuration as YAML the way digdag shows it: texts in double quotes, keys plain. The `yaml` package's `stringify` is handed in, since few commands need it. */
export const yamlText = (value: unknown, stringify: Stringify): string => stringify(plain(value as Json), { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' })

function plain(value: Json): unknown {
  if (value instanceof Float) return value.value
  if (isArray(value)) return value.map(plain)
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])) : value
}
