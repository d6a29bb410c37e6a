export interface CaseSpec {
  readonly about: string
  readonly sheet?: string
  readonly workflow?: string
  readonly session?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
  readonly timeout?: number
  readonly showConfig?: boolean
  readonly errors?: readonly string[]
  readonly ignore?: readonly string[]
  readonly http?: boolean
  readonly needs?: readonly string[]
}

export interface StartOptions { readonly workflow?: string; readonly session?: string; readonly params?: Readonly<Record<string, unknown>>; readonly mode?: string; readonly retry?: string; readonly attempt?: string; readonly from?: string }
export interface Step {
  readonly push?: string
  readonly revision?: string
  readonly scheduleFrom?: string
  readonly start?: StartOptions
  readonly resume?: StartOptions
  readonly as?: string
  readonly wait?: boolean
  readonly kill?: { readonly task: string; readonly state?: string }
  readonly sleep?: number
  readonly schedules?: unknown
  readonly sessions?: unknown
  readonly get?: string
  readonly show?: boolean
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const isError = (path: string): boolean => /\.(error|message)$/.test(path)

/** Where a result differs from what was recorded: errors must contain the recorded text or the case's fragments, all else is equal. */
export function differences(expected: unknown, actual: unknown, spec: CaseSpec, path: string): readonly string[] {
  if (typeof expected === 'string' && isError(path)) {
    const text = String(actual ?? '')
    return (spec.errors ?? [expected.split('\n')[0] ?? '']).filter((fragment) => !text.includes(fragment)).map((fragment) => `${path}: should contain ${JSON.stringify(fragment)}, is ${JSON.stringify(actual)}`)
  }
  if ((spec.ignore ?? []).some((pattern) => new RegExp(pattern).test(path))) return []
  if (Array.isArray(expected) && Array.isArray(actual)) return listDifferences(expected, actual, spec, path)
  if (isFields(expected) && isFields(actual)) {
    return [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort().flatMap((key) => differences(expected[key], actual[key], spec, `${path}.${key}`))
  }
  return Object.is(expected, actual) ? [] : [`${path}: expected ${JSON.stringify(expected)}, is ${JSON.stringify(actual)}`]
}

function listDifferences(expected: readonly unknown[], actual: readonly unknown[], spec: CaseSpec, path: string): readonly string[] {
  if (path.endsWith('.tasks')) {
    const names = (list: readonly unknown[]): readonly string[] => list.map((task) => String((task as Fields)['name']))
    if (names(expected).join(' ') !== names(actual).join(' ')) {
      const missing = names(expected).filter((name) => !names(actual).includes(name))
      const extra = names(actual).filter((name) => !names(expected).includes(name))
      return [`${path}: missing ${JSON.stringify(missing)}, extra ${JSON.stringify(extra)}, ${expected.length} expected, ${actual.length} found`]
    }
    return expected.flatMap((task, i) => differences(task, actual[i], spec, `${path}[${names(expected)[i]}]`))
  }
  if (expected.length !== actual.length) return [`${path}: expected ${JSON.stringify(expected)}, is ${JSON.stringify(actual)}`]
  return expected.flatMap((item, i) => differences(item, actual[i], spec, `${path}[${i}]`))
}
