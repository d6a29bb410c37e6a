import { readFile } from 'node:fs/promises'
import type { Document, LineCounter } from 'yaml'
import type { Scenario } from './scenario-plan.ts'
import { spreadAccount } from './scenario-plan.ts'
import type { Problem } from './scenario-problems.ts'
import { findProblems } from './scenario-problems.ts'

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
    const problems = await findProblems(given)
    if (problems.length > 0) throw new ScenarioError(`The scenario is not valid:\n${problems.map((problem) => `  ${problem.path.join('.') || 'scenario'}: ${problem.message}`).join('\n')}`)
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
  const problems = await findProblems(value)
  if (problems.length > 0) {
    const found = problems.map((problem) => ({ offset: offsetOf(document, problem), problem })).sort((a, b) => a.offset - b.offset)
    throw new ScenarioError(found.map(({ offset, problem }) => place(file, text, lines, offset, problem.message)).join('\n'))
  }
  return value
}

/** Where in the text a problem stands: at the key it is about, else at the value. */
function offsetOf(document: Document, { path, key }: Problem): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true)
  const pairs = node !== null && typeof node === 'object' && 'items' in node && Array.isArray(node.items) ? node.items as readonly unknown[] : []
  const keys = pairs.map((pair) => (pair !== null && typeof pair === 'object' && 'key' in pair ? pair.key : undefined))
  return rangeOf(keys.find((one) => key !== undefined && String(valueOf(one)) === key)) ?? rangeOf(node) ?? 0
}

const valueOf = (node: unknown) => (node !== null && typeof node === 'object' && 'value' in node ? node.value : undefined)
const rangeOf = (node: unknown) => (node !== null && typeof node === 'object' && 'range' in node && Array.isArray(node.range) ? Number(node.range[0]) : undefined)

function place(file: string, text: string, lines: LineCounter, offset: number, message: string): string {
  const { line, col } = lines.linePos(offset)
  const excerpt = text.split('\n')[line - 1]?.replace(/\r$/, '') ?? ''
  return `${file}:${line}:${col}: ${message}\n    ${excerpt}\n    ${' '.repeat(Math.max(0, col - 1))}^`
}

/** Writes out repeated accounts. */
function spread(scenario: Scenario): Scenario {
  return scenario.accounts === undefined ? scenario : { ...scenario, accounts: scenario.accounts.flatMap(spreadAccount) }
}
