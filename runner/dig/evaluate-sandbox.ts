import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten'
import { instantOf, offsetSeconds, type Zone } from '../model/time.ts'
import { PRELUDE } from './evaluate-prelude.ts'
import { zoneName } from './zone-name.ts'

/** One text's expressions with everything they may see. Plain data, so that it can go to a worker. */
export interface SandboxRequest {
  /** A warm context serves one project only. */
  readonly project: string
  readonly expressions: readonly string[]
  /** JSON text of the parameters that the expressions may name. */
  readonly variables: string
  /** JSON text of what digdag's tokenizer leaves in `all`, `m`, `match`; only when a name asks for it. */
  readonly leftovers?: string
  readonly zone: Zone
  readonly moment: boolean
  /** The text may change a library's own state: it gets a context of its own. */
  readonly throwaway: boolean
}

export type SandboxAnswer =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  /** `at` is the offset within `expressions[index]`, when known. */
  | { readonly kind: 'thrown'; readonly message: string; readonly index?: number; readonly at?: number }
  | { readonly kind: 'time' }
  | { readonly kind: 'memory' }

export interface SandboxLimits {
  readonly timeLimitMs: number
  /** For an expression that was hardly given the processor in its time. */
  readonly longestMs: number
  readonly memoryLimitBytes: number
}

export interface Sandbox {
  run(request: SandboxRequest): Promise<SandboxAnswer>
  close(): void
}

/** The engine looks at the clock every ten thousand steps or so: whoever looked less often in the whole time was not given the processor. */
const FEW_LOOKS = 50

const MOST_CONTEXTS = 16
const MOST_FUNCTIONS = 500
const MAX_STACK_BYTES = 192 * 1024

interface WarmContext {
  readonly runtime: QuickJSRuntime
  readonly context: QuickJSContext
  readonly run: QuickJSHandle
  readonly hasMoment: boolean
  readonly functions: Map<string, QuickJSHandle>
}

/** Evaluates in QuickJS, in this thread: built-ins frozen, one warm context per project, bounded in time, memory and depth. */
export async function createSandbox(limits: SandboxLimits): Promise<Sandbox> {
  const now = { zone: 'UTC' as Zone, deadline: Infinity, looks: 0 }
  const isLate = (): boolean => {
    now.looks++
    const over = performance.now() - now.deadline
    return over > 0 && (now.looks > FEW_LOOKS || over > limits.longestMs - limits.timeLimitMs)
  }
  const contexts = await createContexts(limits, { zone: () => now.zone, isLate })
  const runOne = async (request: SandboxRequest): Promise<SandboxAnswer> => {
    now.deadline = Infinity
    const warm = await contexts.take(request)
    now.zone = request.zone
    now.deadline = performance.now() + limits.timeLimitMs
    now.looks = 0
    try {
      const { answer, clean } = evaluate(warm, request)
      if (request.throwaway) dispose(warm)
      else if (!clean) contexts.drop(request.project)
      return answer
    } catch (error) {
      if (!(error instanceof RangeError) && !(error instanceof WebAssembly.RuntimeError)) throw error
      await contexts.restart()
      return { kind: 'thrown', message: STACK_OVERFLOW }
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(request) {
      const answer = last.then(() => runOne(request))
      last = answer.catch(() => undefined)
      return answer
    },
    close: () => contexts.close(),
  }
}

interface Around { readonly zone: () => Zone; readonly isLate: () => boolean }
interface Contexts {
  /** The project's warm context, or a fresh one. */
  take(request: SandboxRequest): Promise<WarmContext>
  drop(project: string): void
  /** After a crash inside WebAssembly (its stack overflowed), which leaves the whole module unusable. */
  restart(): Promise<void>
  close(): void
}

async function createContexts(limits: SandboxLimits, around: Around): Promise<Contexts> {
  const { newQuickJSWASMModule, RELEASE_SYNC } = await import('quickjs-emscripten')
  let module: QuickJSWASMModule = await newQuickJSWASMModule(RELEASE_SYNC)
  let moment: string | undefined
  const kept = new Map<string, WarmContext>()
  const open = async (withMoment: boolean): Promise<WarmContext> => {
    if (withMoment) moment ??= await readMoment()
    return openContext({ module, limits, source: withMoment ? moment : undefined, ...around })
  }
  const drop = (project: string) => {
    const warm = kept.get(project)
    kept.delete(project)
    if (warm) dispose(warm)
  }
  return {
    drop,
    async take({ project, moment: needsMoment, throwaway }) {
      if (throwaway) return open(needsMoment)
      const known = kept.get(project)
      const fits = known !== undefined && (known.hasMoment || !needsMoment)
      if (!fits) drop(project)
      const [oldest] = kept.keys()
      if (!fits && kept.size >= MOST_CONTEXTS && oldest !== undefined) drop(oldest)
      const warm = fits ? known : await open(needsMoment)
      // the last in the map is the one used last
      kept.delete(project)
      kept.set(project, warm)
      return warm
    },
    async restart() {
      kept.clear()
      module = await newQuickJSWASMModule(RELEASE_SYNC)
    },
    close: () => { for (const project of [...kept.keys()]) drop(project) },
  }
}

const STACK_OVERFLOW = 'RangeError: Maximum call stack size exceeded'

function dispose(warm: WarmContext): void {
  for (const handle of warm.functions.values()) handle.dispose()
  warm.run.dispose()
  warm.context.dispose()
  warm.runtime.dispose()
}

async function readMoment(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve('moment/min/moment.min.js'), 'utf8')
}

interface Opening extends Around { readonly module: QuickJSWASMModule; readonly limits: SandboxLimits; readonly source: string | undefined }

function openContext({ module, limits, source, zone, isLate }: Opening): WarmContext {
  const runtime = module.newRuntime()
  runtime.setMemoryLimit(limits.memoryLimitBytes)
  runtime.setMaxStackSize(MAX_STACK_BYTES)
  runtime.setInterruptHandler(isLate)
  const context = runtime.newContext()
  const prelude = context.unwrapResult(context.evalCode(PRELUDE, 'prelude.js'))
  const host = hostObject(context, zone)
  const tools = context.unwrapResult(context.callFunction(prelude, context.undefined, host))
  if (source !== undefined) context.unwrapResult(context.evalCode(source, 'moment.js')).dispose()
  const freeze = context.getProp(tools, 'freeze')
  context.unwrapResult(context.callFunction(freeze, context.undefined)).dispose()
  const run = context.getProp(tools, 'run')
  for (const handle of [prelude, host, tools, freeze]) handle.dispose()
  return { runtime, context, run, hasMoment: source !== undefined, functions: new Map() }
}

// What Date needs to know of the task's zone; scripts cannot reach this object
function hostObject(context: QuickJSContext, zone: () => Zone): QuickJSHandle {
  const host = context.newObject()
  const give = (name: string, handle: QuickJSHandle) => { context.setProp(host, name, handle); handle.dispose() }
  give('offset', context.newFunction('offset', (at) => context.newNumber(offsetSeconds(context.getNumber(at), zone()))))
  give('instant', context.newFunction('instant', (wall) => context.newNumber(scriptInstant(context.getNumber(wall), zone()))))
  give('zoneName', context.newFunction('zoneName', (at) => context.newString(zoneName(context.getNumber(at), zone()))))
  return host
}

const DAY_MS = 86_400_000

/** ECMAScript 5's local time: one in a gap is read with the offset after it, one that comes twice is the later (digdag §4.1). */
function scriptInstant(wall: number, zone: Zone): number {
  const before = offsetSeconds(wall - DAY_MS, zone)
  const after = offsetSeconds(wall + DAY_MS, zone)
  if (before === after) return wall - before * 1000
  const late = wall - after * 1000
  if (offsetSeconds(late, zone) === after) return late
  const early = wall - before * 1000
  return offsetSeconds(early, zone) === before ? early : late
}

interface Evaluated { readonly answer: SandboxAnswer; readonly clean: boolean }

function evaluate(warm: WarmContext, request: SandboxRequest): Evaluated {
  const { context } = warm
  const source = functionSource(request.expressions)
  const compiled = compile(warm, source)
  if (compiled.kind === 'failed') return compiled.failure
  const variables = context.newString(request.variables)
  const leftovers = request.leftovers === undefined ? context.undefined : context.newString(request.leftovers)
  const result = context.callFunction(warm.run, context.undefined, compiled.handle, variables, leftovers)
  variables.dispose()
  leftovers.dispose()
  if (result.error) return { answer: uncaught(context, result.error), clean: false }
  const text = context.getString(result.value)
  result.value.dispose()
  const [clean, texts, message = '', stack = ''] = JSON.parse(text) as [boolean, readonly string[] | null, string?, string?]
  if (texts !== null) return { answer: { kind: 'texts', texts }, clean }
  if (/^InternalError: out of memory/.test(message)) return { answer: { kind: 'memory' }, clean: false }
  return { answer: thrown(message, stack, source, request.expressions), clean }
}

function compile(warm: WarmContext, source: string): { readonly kind: 'compiled'; readonly handle: QuickJSHandle } | { readonly kind: 'failed'; readonly failure: Evaluated } {
  const known = warm.functions.get(source)
  if (known) return { kind: 'compiled', handle: known }
  const result = warm.context.evalCode(source, SCRIPT_NAME)
  if (result.error) return { kind: 'failed', failure: { answer: uncaught(warm.context, result.error), clean: false } }
  if (warm.functions.size >= MOST_FUNCTIONS) {
    for (const handle of warm.functions.values()) handle.dispose()
    warm.functions.clear()
  }
  warm.functions.set(source, result.value)
  return { kind: 'compiled', handle: result.value }
}

const SCRIPT_NAME = 'text.js'
const HEAD = "(function (__text_of) { with (this) { var __t, __p = '', __j = Array.prototype.join, print = function () {}; return ["
const BEFORE = '__text_of(__t = (('
const AFTER = '))),'

// As digdag's: one function for the whole text, the parameters by `with`, and the same four variables in sight
const functionSource = (expressions: readonly string[]): string => `${HEAD}${expressions.map((source) => `${BEFORE}${source}${AFTER}`).join('')}]; } })`

function uncaught(context: QuickJSContext, error: QuickJSHandle): SandboxAnswer {
  const dumped = context.dump(error) as unknown
  error.dispose()
  const { name, message } = (typeof dumped === 'object' && dumped !== null ? dumped : {}) as { readonly name?: unknown; readonly message?: unknown }
  if (name === 'InternalError' && message === 'interrupted') return { kind: 'time' }
  if (name === 'InternalError' && message === 'stack overflow') return { kind: 'thrown', message: STACK_OVERFLOW }
  // without the memory for an error object null is thrown
  if (dumped === null || (name === 'InternalError' && message === 'out of memory')) return { kind: 'memory' }
  return { kind: 'thrown', message: name === undefined ? String(dumped) : `${String(name)}: ${String(message)}` }
}

function thrown(message: string, stack: string, source: string, expressions: readonly string[]): SandboxAnswer {
  const place = placeOf(stack, source, expressions)
  return { kind: 'thrown', message: /^InternalError: stack overflow/.test(message) ? STACK_OVERFLOW : message, ...place }
}

function placeOf(stack: string, source: string, expressions: readonly string[]): { readonly index: number; readonly at: number } | undefined {
  const match = /^\s*at [^(\n]*\(text\.js:(\d+):(\d+)\)/.exec(stack)
  if (!match) return undefined
  const lines = source.split('\n')
  let offset = Number(match[2]) - 1
  for (let line = 1; line < Number(match[1]); line++) offset += (lines[line - 1] ?? '').length + 1
  let start = HEAD.length + BEFORE.length
  for (const [index, expression] of expressions.entries()) {
    if (offset >= start && offset <= start + expression.length) return { index, at: offset - start }
    start += expression.length + AFTER.length + BEFORE.length
  }
  return undefined
}
