import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../../runner/model/clock.ts'
import type { JsonObject } from '../../../runner/model/json.ts'
import { TaskFailure, type Operator, type TaskRun, type TaskResult } from '../../../runner/model/operator.ts'
import type { AttemptDetails } from '../../../runner/model/session.ts'
import type { Store } from '../../../runner/model/store.ts'
import type { Task } from '../../../runner/model/task.ts'
import { systemClock } from '../../../runner/model/clock.ts'
import { createEvaluator } from '../../../runner/dig/evaluate.ts'
import { loadProject } from '../../../runner/dig/load.ts'
import { createEngine, type DrivingEngine } from '../../../runner/engine/create.ts'
import { thisProcess } from '../../../runner/engine/owner.ts'
import type { EngineOptions } from '../../../runner/engine/ports.ts'
import { openTaskLogs } from '../../../runner/stores/logs.ts'
import { openSqliteStore } from '../../../runner/stores/sqlite/open.ts'
import { createVault } from '../../../runner/stores/vault.ts'

export interface Bench {
  readonly engine: DrivingEngine
  readonly store: Store
  readonly path: string
  /** What operators printed, by task name. */
  readonly printed: Map<string, string[]>
  push(files: Readonly<Record<string, string>>, revision?: string): Promise<Readonly<Record<string, number>>>
  run(workflowId: number, request?: Partial<Parameters<DrivingEngine['start']>[0]>): Promise<{ readonly details: AttemptDetails; readonly tasks: readonly Task[] }>
  close(): Promise<void>
}

const operator = (type: string, run: (task: TaskRun) => Promise<TaskResult> | TaskResult, retries = false): Operator => ({ type, retries, run: async (task) => run(task) })

/** Small operators that need nothing but the engine. */
export function testOperators(printed: Map<string, string[]>, more: readonly Operator[] = []): ReadonlyMap<string, Operator> {
  const print = (task: TaskRun, text: string): void => {
    task.log.write(text)
    printed.set(task.info.fullName, [...printed.get(task.info.fullName) ?? [], text])
  }
  const list = [
    operator('echo', (task) => { print(task, task.params.text('_command')); return { kind: 'success' } }),
    operator('fail', (task) => { throw new TaskFailure(task.params.text('_command')) }),
    operator('break', (task) => { throw new Error(task.params.text('_command')) }, true),
    operator('store', (task) => ({ kind: 'success', stores: task.params.object('_command') })),
    operator('notify', () => ({ kind: 'success' })),
    operator('if', (task) => {
      const branch = task.params.raw(task.params.flag('_command', false) ? '_do' : '_else_do')
      return { kind: 'success', ...(branch === undefined ? {} : { subtasks: branch as JsonObject }) }
    }),
    operator('loop', (task) => {
      const body = task.params.raw('_do') as JsonObject
      const parallel = task.params.raw('_parallel')
      const rounds = Array.from({ length: task.params.int('_command') }, (_, i) => [`+loop-${i}`, { ...body, _export: { i } }] as const)
      return { kind: 'success', subtasks: { ...(parallel === undefined ? {} : { _parallel: parallel }), ...Object.fromEntries(rounds) } }
    }),
    operator('poll', (task) => {
      const count = Number(task.state['count'] ?? 0)
      if (count < task.params.int('_command')) return { kind: 'poll', afterMs: 1, state: { count: count + 1 } }
      print(task, `polled ${count}`)
      return { kind: 'success' }
    }),
    operator('hang', (task) => new Promise<TaskResult>((_, reject) => { task.signal.addEventListener('abort', () => reject(new Error('aborted'))) })),
    ...more,
  ]
  return new Map(list.map((one) => [one.type, one]))
}

export async function openBench(more: Partial<EngineOptions> & { readonly storePath?: string; readonly operatorsMore?: readonly Operator[]; readonly clock?: Clock } = {}): Promise<Bench> {
  const path = mkdtempSync(join(tmpdir(), 'trowel-engine-'))
  const clock = more.clock ?? systemClock
  const store = more.store ?? await openSqliteStore({ path: more.storePath ?? ':memory:' })
  const printed = new Map<string, string[]>()
  const evaluator = createEvaluator()
  const engine = createEngine({
    store, clock, evaluator, owner: thisProcess(),
    logs: openTaskLogs({ path: join(path, 'logs') }),
    vault: createVault({ store, clock, key: { file: join(path, 'key') } }),
    operators: testOperators(printed, more.operatorsMore),
    services: { environment: {}, settings: {}, outboxPath: path, notify: async () => undefined } as unknown as EngineOptions['services'],
    workspace: { mode: 'unpacked', cachePath: join(path, 'cache') },
    ...more,
  })
  let revisions = 0
  return {
    engine, store, path, printed,
    push: async (files, revision = `r${++revisions}`) => {
      const loaded = loadProject({ list: () => Object.keys(files), read: (name) => files[name] }, { root: 'p' })
      const [problem] = loaded.problems.filter(({ severity }) => severity === 'error')
      if (problem !== undefined) throw new Error(problem.message)
      const { workflows } = await store.putRevision({
        projectName: 'p', revisionName: revision, archive: null, archiveMd5: null, defaultParams: {}, createdAt: clock.now(), workflows: loaded.workflows, schedules: () => [],
      })
      return Object.fromEntries(workflows.map(({ name, id }) => [name, id]))
    },
    run: async (workflowId, request = {}) => {
      const { attempt } = await engine.start({ workflowId, sessionTime: Date.UTC(2026, 0, 2), params: {}, ...request })
      const details = await engine.runAttempt(attempt.id)
      return { details, tasks: await store.listTasks(attempt.id) }
    },
    close: async () => {
      await engine.close()
      await evaluator.close()
      await store.close()
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** `+main+a success` and so on, in the order of ids. */
export const states = (tasks: readonly Task[]): readonly string[] => tasks.map((task) => `${task.fullName} ${task.state}`)
