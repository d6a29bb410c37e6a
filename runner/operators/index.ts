import type { Operator } from '../model/operator.ts'
import { call } from './call.ts'
import { echo } from './echo.ts'
import { fail } from './fail.ts'
import { forEach } from './for-each.ts'
import { forRange } from './for-range.ts'
import { conditional } from './if.ts'
import { loop } from './loop.ts'
import { notify } from './notify.ts'
import { wait } from './wait.ts'

/** An operator whose code is read when a task first asks for it: a run of one `echo>` pays for no other. */
function lazy(type: string, retries: boolean, load: () => Promise<Operator>): Operator {
  let loaded: Promise<Operator> | undefined
  return { type, retries, run: async (task) => (await (loaded ??= load())).run(task) }
}

const CLOUD = ['bq', 'bq_load', 'bq_extract', 'bq_ddl', 'gcs_wait', 's3_wait', 'redshift', 'redshift_load', 'redshift_unload', 'emr'] as const
const cloud = (type: string): Operator => lazy(type, type !== 's3_wait', async () => {
  const found = (await import('./cloud.ts')).cloudOperators.find((operator) => operator.type === type)
  if (found === undefined) throw new Error(`the operator ${type} has no code`)
  return found
})

const OPERATORS: readonly Operator[] = [
  call,
  lazy('require', true, async () => (await import('./require.ts')).requireWorkflow),
  loop, forEach, forRange, conditional, echo, fail, wait, notify,
  lazy('sh', true, async () => (await import('./sh.ts')).sh),
  lazy('py', true, async () => (await import('./py.ts')).py),
  lazy('rb', true, async () => (await import('./rb.ts')).rb),
  lazy('embulk', true, async () => (await import('./embulk.ts')).embulk),
  lazy('http', true, async () => (await import('./http.ts')).http),
  lazy('http_call', true, async () => (await import('./http-call.ts')).httpCall),
  lazy('mail', true, async () => (await import('./mail.ts')).mail),
  lazy('pg', true, async () => (await import('./pg.ts')).pg),
  lazy('param_get', true, async () => (await import('./param-server.ts')).paramGet),
  lazy('param_set', true, async () => (await import('./param-server.ts')).paramSet),
  lazy('td', true, async () => (await import('./td.ts')).td),
  lazy('td_ddl', true, async () => (await import('./td-ddl.ts')).tdDdl),
  lazy('td_load', true, async () => (await import('./td-load.ts')).tdLoad),
  lazy('td_run', true, async () => (await import('./td-run.ts')).tdRun),
  lazy('td_for_each', true, async () => (await import('./td-for-each.ts')).tdForEach),
  lazy('td_wait', true, async () => (await import('./td-wait.ts')).tdWait),
  lazy('td_wait_table', true, async () => (await import('./td-wait.ts')).tdWaitTable),
  lazy('td_partial_delete', true, async () => (await import('./td-partial-delete.ts')).tdPartialDelete),
  lazy('td_table_export', true, async () => (await import('./td-export.ts')).tdTableExport),
  lazy('td_result_export', true, async () => (await import('./td-export.ts')).tdResultExport),
  ...CLOUD.map(cloud),
]

/** Every operator of the box by its type. */
export const builtinOperators = (): ReadonlyMap<string, Operator> => new Map(OPERATORS.map((operator) => [operator.type, operator]))
