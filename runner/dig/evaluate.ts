import { ConfigError } from '../model/error.ts'
import { hasInert, inert, revealed } from '../model/inert.ts'
import { Float, isArray, isObject, mergeJson, setKey, type Json, type JsonObject } from '../model/json.ts'
import { parseZone, type Zone } from '../model/time.ts'
import { libraryHint, readExpression, type ExpressionFacts, type SyntaxProblem } from './evaluate-expression.ts'
import { joinPieces, keepWrittenReferences, type Piece } from './evaluate-guard.ts'
import type { Sandbox, SandboxAnswer, SandboxLimits } from './evaluate-sandbox.ts'
import { readTemplate, type Template } from './evaluate-template.ts'
import { nearest } from './problem.ts'

/** digdag's `${…}` (digdag §4): what a task's configuration and its files become for one run. */
export interface Evaluator {
  /**
   * The whole configuration in merged key order: `params` are layers 1–7 unevaluated, `local` the task's own keys
   * (digdag §3.5, §4.4). `_do` and `_else_do` stay as they are, `_check` and `_error` are taken out.
   * @throws ConfigError `Failed to evaluate a variable …`
   */
  evaluateTask(input: { readonly params: JsonObject; readonly local: JsonObject; /** Texts of two projects never meet in one context. */ readonly project: string }): Promise<JsonObject>
  /**
   * A file's text with an evaluated configuration as its scope (digdag §4.5).
   * @throws ConfigError whose message ends in ` in FILE`
   */
  evaluateText(input: { readonly text: string; readonly scope: JsonObject; readonly project: string; readonly file?: string }): Promise<string>
  close(): Promise<void>
}

export interface EvaluatorOptions {
  /** `worker`: in threads of their own, so that a slow expression delays nobody (default: `in-process`). */
  readonly isolate?: 'in-process' | 'worker'
  /** For one text; default 1000. */
  readonly timeLimitMs?: number
  /** For one project's context; default 64 MB. */
  readonly memoryLimitBytes?: number
}

/** A busy machine may lengthen the time limit this many times. */
const STARVED_FACTOR = 4
const MOST_TEMPLATES = 2000
const LONGEST_KEPT_TEXT = 20_000

/** The engine is loaded by the first text that needs it. */
const openSandbox = async (isolate: EvaluatorOptions['isolate'], limits: SandboxLimits): Promise<Sandbox> =>
  (isolate === 'worker' ? (await import('./evaluate-pool.ts')).createPool(limits) : (await import('./evaluate-sandbox.ts')).createSandbox(limits))

interface Prepared { readonly template: Template; facts: Promise<readonly ExpressionFacts[] | SyntaxProblem> | undefined }
/** Evaluated keys over raw params, without copying either. */
interface Scope { readonly upper: JsonObject; readonly lower: JsonObject }
interface Setting { readonly project: string; readonly zone: string; /** The task's configuration, for hints; undefined for a file. */ readonly config: JsonObject | undefined }

export function createEvaluator(options: EvaluatorOptions = {}): Evaluator {
  const timeLimitMs = options.timeLimitMs ?? 1000
  const limits = { timeLimitMs, longestMs: STARVED_FACTOR * timeLimitMs, memoryLimitBytes: options.memoryLimitBytes ?? 64 * 1024 * 1024 }
  const prepared = new Map<string, Prepared>()
  let sandbox: Promise<Sandbox> | undefined

  const prepare = (text: string): Prepared => {
    const known = prepared.get(text)
    if (known) return known
    const fresh: Prepared = { template: readTemplate(text), facts: undefined }
    if (text.length > LONGEST_KEPT_TEXT) return fresh
    if (prepared.size >= MOST_TEMPLATES) prepared.clear()
    prepared.set(text, fresh)
    return fresh
  }
  const evaluate = (text: string, scope: Scope, setting: Setting): string | Promise<string> => {
    if (!text.includes('$')) return text
    const ready = prepare(text)
    return withoutEngine(ready.template, scope) ?? withEngine(text, ready, scope, setting)
  }
  const withEngine = async (text: string, ready: Prepared, scope: Scope, setting: Setting): Promise<string> => {
    const sources = ready.template.parts.flatMap((part) => (part.kind === 'expression' ? [part.source] : []))
    const facts = await (ready.facts ??= readAll(sources))
    if ('message' in facts) throw failure(text, `SyntaxError: ${facts.message}`, facts.hint)
    const seen = visible(facts, scope)
    const request = {
      project: setting.project, expressions: facts.map(({ code }) => code), variables: JSON.stringify(plain(revealed(seen.variables))), zone: zoneOf(setting.zone),
      moment: facts.some(({ names, makesCode }) => names.has('moment') || makesCode), throwaway: facts.some(({ changesLibrary }) => changesLibrary),
      ...(facts.some(({ names }) => names.has('m') || names.has('all') || names.has('match')) ? { leftovers: JSON.stringify(ready.template.leftovers) } : {}),
    }
    sandbox ??= openSandbox(options.isolate, limits)
    const answer = await (await sandbox).run(request)
    if (answer.kind !== 'texts') throw refused({ text, answer, sources, limits, scope, config: setting.config })
    return joinResults(ready.template, answer.texts, seen.isData, [request.variables, ...sources])
  }
  const { evaluateObject } = createWalk(evaluate)
  return {
    async evaluateTask({ params, local, project }) {
      const config = withoutExtraTasks(mergeJson(params, local))
      // Most tasks of a long row have nothing to evaluate, and then nothing is copied.
      return hasTemplate(config) ? evaluateObject(config, params, { project, zone: zoneText(params), config }) : config
    },
    async evaluateText({ text, scope, project, file }) {
      try { return await evaluate(text, { upper: {}, lower: scope }, { project, zone: zoneText(scope), config: undefined }) } catch (error) {
        if (!(error instanceof ConfigError) || file === undefined) throw error
        throw new ConfigError(`${error.message} in ${file}`, { cause: error, ...(error.hint === undefined ? {} : { hint: error.hint }) })
      }
    },
    async close() { (await sandbox)?.close() },
  }
}

function withoutExtraTasks(config: JsonObject): JsonObject {
  if (!Object.hasOwn(config, '_check') && !Object.hasOwn(config, '_error')) return config
  const { _check, _error, ...rest } = config
  return rest
}

type EvaluateOne = (text: string, scope: Scope, setting: Setting) => string | Promise<string>
interface Walk { evaluateObject(object: JsonObject, params: JsonObject, setting: Setting): Promise<JsonObject> }

/** Goes through a configuration top down; a nested object sees the raw params and its own keys above (digdag §4.4). */
function createWalk(evaluate: EvaluateOne): Walk {
  const evaluateObject = async (object: JsonObject, params: JsonObject, setting: Setting): Promise<JsonObject> => {
    const result: Record<string, Json> = {}
    let changed = false
    for (const [key, value] of Object.entries(object)) {
      const pending = key === '_do' || key === '_else_do' ? value : evaluateValue(value, { upper: result, lower: params }, setting)
      const evaluated = pending instanceof Promise ? await pending : pending
      changed ||= evaluated !== value
      setKey(result, key, evaluated)
    }
    return changed ? result : object
  }
  const evaluateList = async (list: readonly Json[], scope: Scope, setting: Setting): Promise<readonly Json[]> => {
    const items: Json[] = []
    for (const item of list) items.push(await evaluateValue(item, scope, setting))
    return items
  }
  const evaluateValue = (value: Json, scope: Scope, setting: Setting): Json | Promise<Json> => {
    if (typeof value === 'string') return evaluate(value, scope, setting)
    if (!hasTemplate(value)) return value
    if (isArray(value)) return evaluateList(value, scope, setting)
    return isObject(value) ? evaluateObject(value, scope.lower, setting) : value
  }
  return { evaluateObject }
}

function hasTemplate(value: Json): boolean {
  if (typeof value === 'string') return value.includes('$')
  if (isArray(value)) return value.some(hasTemplate)
  return isObject(value) && Object.values(value).some(hasTemplate)
}

const lookUp = ({ upper, lower }: Scope, name: string): Json | undefined =>
  Object.hasOwn(upper, name) ? upper[name] : Object.hasOwn(lower, name) ? lower[name] : undefined

/** The result when each expression is a path of own properties with a plain text; undefined when the engine must decide. */
function withoutEngine(template: Template, scope: Scope): string | undefined {
  const pieces: Piece[] = []
  for (const part of template.parts) {
    if (part.kind === 'text') pieces.push({ text: part.text, origin: 'file', isData: false })
    else {
      const text = part.path && pathText(part.path, scope)
      if (text === undefined) return undefined
      pieces.push({ text, origin: 'expression', isData: hasInert(text) })
    }
  }
  return joinPieces(pieces)
}

function pathText(path: readonly string[], scope: Scope): string | undefined {
  const [name = '', ...rest] = path
  let value = lookUp(scope, name)
  if (value === undefined) return undefined
  for (const [at, key] of rest.entries()) {
    if (!isObject(value)) return undefined
    // what every object inherits is for the engine
    if (!Object.hasOwn(value, key)) return at === rest.length - 1 && !(key in Object.prototype) ? '' : undefined
    value = value[key] ?? null
  }
  if (typeof value === 'string') return value
  return value === null ? '' : JSON.stringify(plain(value))
}

/** As JavaScript sees a value: doubles and long integers are numbers. */
function plain(value: Json): Json {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Float) return value.value
  if (isArray(value)) return value.map(plain)
  if (!isObject(value)) return value
  const result: Record<string, Json> = {}
  for (const [key, item] of Object.entries(value)) setKey(result, key, plain(item))
  return result
}

async function readAll(sources: readonly string[]): Promise<readonly ExpressionFacts[] | SyntaxProblem> {
  const facts: ExpressionFacts[] = []
  for (const source of sources) {
    const read = await readExpression(source)
    if ('message' in read) return read
    facts.push(read)
  }
  return facts
}

/** The params that the expressions may name, and whether data is among them. */
function visible(facts: readonly ExpressionFacts[], scope: Scope): { readonly variables: JsonObject; readonly isData: boolean } {
  const all = facts.some(({ readsAll }) => readsAll)
  const names = all ? new Set([...Object.keys(scope.lower), ...Object.keys(scope.upper)]) : new Set(facts.flatMap((fact) => [...fact.names]))
  const variables: Record<string, Json> = {}
  for (const name of names) {
    const value = lookUp(scope, name)
    if (value !== undefined) setKey(variables, name, value)
  }
  return { variables, isData: hasInert(variables) }
}

function joinResults(template: Template, texts: readonly string[], isData: boolean, seen: readonly string[]): string {
  let at = 0
  return joinPieces(template.parts.map((part): Piece => {
    if (part.kind === 'text') return { text: part.text, origin: 'file', isData: false }
    const text = texts[at++] ?? ''
    return { text: isData ? inert(text) : keepWrittenReferences(text, seen), origin: 'expression', isData }
  }))
}

const zoneText = (params: JsonObject): string => (typeof params['timezone'] === 'string' && params['timezone'] !== '' ? params['timezone'] : 'UTC')

function zoneOf(text: string): Zone {
  const zone = parseZone(text)
  if (zone === undefined) throw new ConfigError(`Unknown time zone: ${text}`, { hint: 'A zone is a name such as Asia/Tokyo or an offset such as +09:00' })
  return zone
}

const failure = (text: string, message: string, hint?: string): ConfigError =>
  new ConfigError(`Failed to evaluate a variable ${revealed(text)} (${message})`, hint === undefined ? {} : { hint })

interface Refusal {
  readonly text: string
  readonly answer: Exclude<SandboxAnswer, { readonly kind: 'texts' }>
  readonly sources: readonly string[]
  readonly limits: SandboxLimits
  readonly scope: Scope
  readonly config: JsonObject | undefined
}

const TOO_MUCH = 'An expression is for small computations; do the work in a py> or sh> task'

function refused({ text, answer, sources, limits, scope, config }: Refusal): ConfigError {
  if (answer.kind === 'time') return failure(text, `it ran longer than ${limits.timeLimitMs} ms`, TOO_MUCH)
  if (answer.kind === 'memory') return failure(text, `it needed more than ${Math.round(limits.memoryLimitBytes / 1024 / 1024)} MB of memory`, TOO_MUCH)
  const message = errorText(answer.message, answer.index === undefined ? undefined : sources[answer.index], answer.at)
  return failure(text, message, libraryHint(message) ?? nameHint(message, scope, config))
}

/** The engine's messages in the words of digdag's (digdag §4.5). */
function errorText(message: string, source: string | undefined, at: number | undefined): string {
  const missing = /^ReferenceError: '(.*)' is not defined$/.exec(message)
  if (missing) return `ReferenceError: ${missing[1]} is not defined`
  if (message === 'TypeError: not a function' && source !== undefined && at !== undefined) {
    const callee = /[\w$.\]["']+$/.exec(source.slice(0, at))?.[0]
    return callee ? `TypeError: ${callee} is not a function` : message
  }
  return WORDS.reduce((text, [ours, theirs]) => text.replace(ours, theirs), message)
}

/** What the engine says otherwise than digdag's; what Java itself throws has no name in front. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^TypeError: cannot (read|set) property/, 'TypeError: Cannot $1 property'],
  [/^RangeError: invalid array length$/, 'RangeError: Invalid array length'],
  [/^RangeError: radix must be between 2 and 36$/, 'RangeError: toString() expects radix in range 2-36'],
  [/^RangeError: Date value is NaN$/, 'RangeError: time value is not a finite number'],
  [/^TypeError: circular reference$/, 'TypeError: Converting circular structure to JSON'],
  [/^TypeError: empty array$/, 'TypeError: Reduce of empty array with no initial value'],
  [/^SyntaxError: Unexpected end of JSON input$/, 'SyntaxError: Unexpected end of input'],
  [/^SyntaxError: invalid regular expression flags$/, 'SyntaxError: Invalid regular expression flags'],
  [/^URIError: expecting hex digit$/, 'URIError: illegal escape sequence'],
  [/^(?:RangeError|TypeError): (count is negative: .*|No group .*|Illegal group reference|character to be escaped is missing)$/, '$1'],
]

function nameHint(message: string, scope: Scope, config: JsonObject | undefined): string | undefined {
  const name = /^ReferenceError: (.*) is not defined$/.exec(message)?.[1]
  if (name === undefined) return undefined
  if (config !== undefined && Object.hasOwn(config, name)) return `${name} is a key of the task itself: it is seen only by keys below it, and not inside a mapping or list of mappings. Give it with _export`
  const near = nearest(name, [...Object.keys(scope.upper), ...Object.keys(scope.lower)])
  if (near !== undefined) return `Did you mean ${near}?`
  return `No parameter is named ${name}: give it with _export or -p ${name}=…; a secret is \${secret:${name}}, and only operators read it`
}
