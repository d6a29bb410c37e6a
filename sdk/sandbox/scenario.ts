import { readFile } from 'node:fs/promises'
import type { ErrorObject } from 'ajv'
import type { Document, LineCounter } from 'yaml'
import type { Fault } from './faults.ts'
import type { LimitOptions } from './limits.ts'
import { scenarioSchema } from './scenario-schema.ts'
import type { AccountPlan } from './world/account.ts'

/** What a scenario file describes; every part may be left out. */
export interface Scenario {
  readonly seed?: string | number | undefined
  readonly asOf?: string | undefined
  readonly strictPages?: boolean | undefined
  readonly latencyMs?: number | undefined
  readonly limits?: LimitOptions | undefined
  readonly accounts?: readonly ScenarioAccount[] | undefined
  readonly faults?: readonly Fault[] | undefined
}

export interface ScenarioAccount extends AccountPlan {
  /** So many accounts like this one, with a number behind the page's name. */
  readonly repeat?: number | undefined
}

/** A scenario that cannot be read: every problem with file, line, column and excerpt. */
export class ScenarioError extends Error {
  readonly code = 'scenario'
  constructor(message: string) {
    super(message)
    this.name = 'ScenarioError'
  }
}

/**
 * Reads a scenario from a YAML file, or takes one that is already an object.
 * @throws ScenarioError with all problems at once
 */
export async function readScenario(given: string | Scenario): Promise<Scenario> {
  if (typeof given !== 'string') {
    const problems = await judge(given)
    if (problems.length > 0) throw new ScenarioError(`The scenario is not valid:\n${problems.map((problem) => `  ${problem.instancePath || 'scenario'}: ${wording(problem)}`).join('\n')}`)
    return spread(given)
  }
  let text: string
  try { text = await readFile(given, 'utf8') } catch (error) { throw new ScenarioError(`The scenario file ${given} cannot be read: ${error instanceof Error ? error.message : String(error)}`) }
  return spread(await parse(given, text))
}

async function parse(file: string, text: string): Promise<Scenario> {
  const { LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) throw new ScenarioError(document.errors.map((error) => place(file, text, lines, error.pos[0], error.message)).join('\n'))
  const value = (document.toJS() ?? {}) as Scenario
  const problems = await judge(value)
  if (problems.length > 0) throw new ScenarioError(problems.map((problem) => place(file, text, lines, offsetOf(document, problem), wording(problem))).join('\n'))
  return value
}

async function judge(value: unknown): Promise<readonly ErrorObject[]> {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const ajv = new Ajv2020({ allErrors: true, discriminator: true, allowUnionTypes: true, strictTypes: false })
  const validate = ajv.compile(scenarioSchema)
  return validate(value) ? [] : validate.errors ?? []
}

function wording(problem: ErrorObject): string {
  const params = problem.params as Readonly<Record<string, unknown>>
  if (problem.keyword === 'additionalProperties') return `there is no "${String(params.additionalProperty)}" here`
  if (problem.keyword === 'enum') return `must be one of ${(params.allowedValues as readonly unknown[]).join(', ')}`
  if (problem.keyword === 'discriminator') return `there is no fault of this kind`
  return problem.message ?? problem.keyword
}

/** Where in the text a problem stands: at the key that is too many, else at the value. */
function offsetOf(document: Document, problem: ErrorObject): number {
  const path = problem.instancePath.split('/').slice(1).map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')))
  const node = path.length === 0 ? document.contents : document.getIn(path, true)
  const extra: unknown = (problem.params as Readonly<Record<string, unknown>>).additionalProperty
  const pairs = node !== null && typeof node === 'object' && 'items' in node && Array.isArray(node.items) ? node.items as readonly unknown[] : []
  const key = pairs.map((pair) => (pair !== null && typeof pair === 'object' && 'key' in pair ? pair.key : undefined)).find((one) => typeof extra === 'string' && valueOf(one) === extra)
  return rangeOf(key) ?? rangeOf(node) ?? 0
}

const valueOf = (node: unknown) => (node !== null && typeof node === 'object' && 'value' in node ? node.value : undefined)
const rangeOf = (node: unknown) => (node !== null && typeof node === 'object' && 'range' in node && Array.isArray(node.range) ? Number(node.range[0]) : undefined)

function place(file: string, text: string, lines: LineCounter, offset: number, message: string): string {
  const { line, col } = lines.linePos(offset)
  const excerpt = text.split('\n')[line - 1] ?? ''
  return `${file}:${line}:${col}: ${message}\n    ${excerpt}\n    ${' '.repeat(Math.max(0, col - 1))}^`
}

/** Writes out repeated accounts. */
function spread(scenario: Scenario): Scenario {
  if (scenario.accounts === undefined) return scenario
  const accounts = scenario.accounts.flatMap(({ repeat, ...plan }): readonly AccountPlan[] => {
    if (repeat === undefined) return [plan]
    return Array.from({ length: repeat }, (_, i) => ({ ...plan, page: `${plan.page} ${i + 1}`, ...(plan.username === undefined ? {} : { username: `${plan.username}${i + 1}` }) }))
  })
  return { ...scenario, accounts }
}
