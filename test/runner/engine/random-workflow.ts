import type { Json, JsonObject } from '../../../runner/model/json.ts'
import type { Operator } from '../../../runner/model/operator.ts'
import type { Random } from '../../support/random.ts'

/** Fails in its first rounds: `flaky>: 1` fails when its group runs for the first time, and succeeds in the second round. */
export const flaky: Operator = {
  type: 'flaky', retries: false,
  run: async (task) => {
    if (task.info.round < task.params.int('_command')) throw new Error(`round ${task.info.round}`)
    return { kind: 'success' }
  },
}

/** A workflow of groups, parallels, chunks, background tasks, edges, retries, failures, error tasks and generated tasks, as the text of a file. */
export const randomWorkflow = (random: Random): string => JSON.stringify(group(random, 3, true))

function group(random: Random, depth: number, top = false): JsonObject {
  const kind = random.below(4)
  const parallel = kind === 1 ? true : kind === 2 ? { limit: 1 + random.below(3) } : undefined
  const count = 1 + random.below(top ? 5 : 4)
  const children: [string, Json][] = Array.from({ length: count }, (_, i) => {
    const edges: JsonObject = parallel === undefined
      ? random.below(5) === 0 ? { _background: true } : {}
      : i > 0 && random.below(4) === 0 ? { _after: [`+t${random.below(i)}`] } : {}
    return [`+t${i}`, { ...edges, ...task(random, depth - 1) }]
  })
  return {
    ...(parallel === undefined ? {} : { _parallel: parallel }), ...settings(random),
    ...(random.below(4) === 0 ? { _export: { v: random.below(10) } } : {}), ...Object.fromEntries(children),
  }
}

const settings = (random: Random): JsonObject => ({
  ...(random.below(4) === 0 ? { _retry: 1 + random.below(2) } : {}),
  ...(random.below(5) === 0 ? { _error: random.below(3) === 0 ? { 'fail>': 'while handling' } : { '+told': { 'echo>': 'e' } } } : {}),
})

function task(random: Random, depth: number): JsonObject {
  const kind = random.below(depth > 0 ? 14 : 9)
  if (kind >= 12) return group(random, depth)
  const check: JsonObject = random.below(8) === 0 ? { _check: random.below(2) === 0 ? { 'echo>': 'c' } : { 'flaky>': 1 } } : {}
  const more = { ...settings(random), ...check }
  switch (kind) {
    case 0: return { 'fail>': 'f', ...more }
    case 1: return { 'flaky>': 1 + random.below(2), ...more }
    case 2: return { 'break>': 'b', ...more }
    case 3: return { 'poll>': 1 + random.below(2), ...more }
    case 4: case 5: return { 'store>': { [`k${random.below(3)}`]: random.below(5) }, ...more }
    case 9: case 10: return { 'loop>': random.below(4), ...(random.below(2) === 0 ? { _parallel: true } : {}), _do: random.below(2) === 0 ? { 'flaky>': random.below(2) } : group(random, depth - 1), ...more }
    case 11: return { 'if>': true, _do: task(random, depth - 1), ...more }
    default: return { 'echo>': 'x', ...more }
  }
}
