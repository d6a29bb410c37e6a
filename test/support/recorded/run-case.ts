import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createApi, type Answer, type Api, type Handle } from './api.ts'
import { differences, type CaseSpec, type StartOptions, type Step } from './compare.ts'
import { describeAttempt, prune } from './describe.ts'

const POLL_MS = 20
const DEFAULT_TIMEOUT_S = 90
const DEFAULT_SESSION = '2026-01-02T03:04:05+00:00'
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export type Verdict = { readonly kind: 'agrees' } | { readonly kind: 'skipped'; readonly reason: string } | { readonly kind: 'differs'; readonly differences: readonly string[] }

interface Run { readonly api: Api; readonly directory: string; readonly spec: CaseSpec; readonly project: string; readonly deadline: number; readonly attempts: Map<string, string>; projectId?: string; last?: string }

/** Does what a recorded server case does and says where the service differs from digdag. */
export async function runCase(handle: Handle, directory: string): Promise<Verdict> {
  const spec = JSON.parse(readFileSync(join(directory, 'case.json'), 'utf8')) as CaseSpec
  const missing = (spec.needs ?? []).find((command) => spawnSync(command, ['--version']).error)
  if (missing) return { kind: 'skipped', reason: `${missing} is not on this machine` }
  const run: Run = { api: createApi(handle), directory, spec, project: `c-${basename(directory).slice(0, 60)}-${randomUUID().slice(0, 8)}`, deadline: Date.now() + (spec.timeout ?? DEFAULT_TIMEOUT_S) * 1000, attempts: new Map() }
  const found: unknown[] = []
  for (const step of spec.steps ?? [{ push: 'project' }, { start: {} }]) {
    const result = await runStep(run, step)
    if (result !== undefined) found.push(result)
  }
  const wanted = (JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as { results: unknown[] }).results
  const differ = wanted.length === found.length ? wanted.flatMap((want, i) => differences(want, found[i], spec, `step${i + 1}`)) : [`${wanted.length} results expected, ${found.length} found`]
  return differ.length === 0 ? { kind: 'agrees' } : { kind: 'differs', differences: differ }
}

async function runStep(run: Run, step: Step): Promise<unknown> {
  if (step.push !== undefined) return pushStep(run, step)
  if (step.start || step.resume) return startStep(run, step)
  if (step.kill) return killStep(run, step.kill)
  if (step.sleep !== undefined) { await sleep(step.sleep * 1000); return undefined }
  if ('schedules' in step) return schedulesStep(run)
  if ('sessions' in step) return sessionsStep(run)
  if (step.get === undefined) throw new Error(`unknown step ${JSON.stringify(step)}`)
  const answer = await run.api.call('GET', step.get.replace('{project}', run.projectId ?? '').replace('{attempt}', run.last ?? ''))
  return { get: answer.status >= 300 ? refusal(answer) : step.show === false ? { status: answer.status } : { status: answer.status, keys: Object.keys(answer.json<object>() ?? {}).sort() } }
}

function refusal(answer: Answer): unknown {
  let message: unknown = answer.bytes.toString('utf8')
  try { message = (JSON.parse(String(message)) as { message: unknown }).message } catch { /* not JSON: kept as text */ }
  return { status: answer.status, message }
}

function archive(directory: string): Uint8Array {
  const tar = spawnSync('tar', ['-czf', '-', '--sort=name', '--mtime=@0', '--', ...readdirSync(directory).sort()], { cwd: directory, maxBuffer: 1 << 28 })
  if (tar.status !== 0) throw new Error(`tar ${directory}: ${tar.stderr.toString()}`)
  return tar.stdout
}

async function pushStep(run: Run, step: Step): Promise<unknown> {
  const answer = await run.api.call('PUT', '/projects', {
    query: { project: run.project, revision: step.revision ?? randomUUID(), schedule_from: step.scheduleFrom }, raw: archive(join(run.directory, step.push ?? '')),
  })
  if (answer.status >= 300) return { push: refusal(answer) }
  run.projectId = answer.json<{ id: string }>().id
  const { workflows } = await run.api.must<{ workflows: { name: string; timezone: string; config: unknown }[] }>('GET', `/projects/${run.projectId}/workflows`)
  for (const [key, value] of Object.entries(run.spec.secrets ?? {})) await run.api.must('PUT', `/projects/${run.projectId}/secrets/${encodeURIComponent(key)}`, { body: { value } })
  return { push: { workflows: workflows.map((w) => prune({ name: w.name, timezone: w.timezone, config: run.spec.showConfig ? w.config : undefined })).sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1)) } }
}

async function startStep(run: Run, step: Step): Promise<unknown> {
  const { spec } = run
  const options: StartOptions = { workflow: spec.workflow ?? 'main', session: spec.session ?? DEFAULT_SESSION, params: spec.params ?? {}, ...(step.start ?? step.resume) }
  if (run.projectId === undefined) return { start: { message: 'not pushed' } }
  const found = await run.api.must<{ workflows: { id: string; name: string }[] }>('GET', `/projects/${run.projectId}/workflows`, { query: { name: options.workflow } })
  const workflow = found.workflows.find((w) => w.name === options.workflow)
  if (!workflow) return { start: { message: `workflow not found: ${options.workflow}` } }
  const truncated = await run.api.call('GET', `/workflows/${workflow.id}/truncated_session_time`, { query: { session_time: options.session, mode: options.mode } })
  if (truncated.status >= 300) return { start: refusal(truncated) }
  const of = run.attempts.get(options.attempt ?? '') ?? run.last
  const resume = step.resume ? (options.from ? { mode: 'from', attemptId: of, from: options.from } : { mode: 'failed', attemptId: of }) : undefined
  const answer = await run.api.call('PUT', '/attempts', { body: { workflowId: workflow.id, sessionTime: truncated.json<{ sessionTime: string }>().sessionTime, params: options.params, retryAttemptName: options.retry, ...(resume ? { resume } : {}) } })
  if (answer.status === 409) return { start: { status: 409, conflict: answer.json<{ index?: number }>().index ?? true } }
  if (answer.status >= 300) return { start: refusal(answer) }
  run.last = answer.json<{ id: string }>().id
  if (step.as) run.attempts.set(step.as, run.last)
  if (step.wait === false) return { start: 'started' }
  const ended = await settled(run, run.last)
  return { start: { ...(await describeAttempt(run.api, run.last)), ...(ended ? {} : { timeout: true }) } }
}

async function settled(run: Run, id: string): Promise<boolean> {
  for (;;) {
    if ((await run.api.must<{ done: boolean }>('GET', `/attempts/${id}`)).done) return true
    if (Date.now() > run.deadline) return false
    await sleep(POLL_MS)
  }
}

async function killStep(run: Run, wanted: { readonly task: string; readonly state?: string }): Promise<unknown> {
  const id = run.last ?? ''
  for (; Date.now() < run.deadline; await sleep(POLL_MS)) {
    const { tasks } = await run.api.must<{ tasks: { fullName: string; state: string }[] }>('GET', `/attempts/${id}/tasks`)
    if (tasks.some((task) => task.fullName === wanted.task && task.state === (wanted.state ?? 'running'))) break
  }
  const answer = await run.api.call('POST', `/attempts/${id}/kill`, { body: {} })
  const ended = await settled(run, id)
  return { kill: answer.status >= 300 ? answer.status : 'accepted', attempt: await describeAttempt(run.api, id), ...(ended ? {} : { timeout: true }) }
}

async function schedulesStep(run: Run): Promise<unknown> {
  const { schedules } = await run.api.must<{ schedules: { workflow: { name: string }; nextRunTime: string; nextScheduleTime: string }[] }>('GET', `/projects/${run.projectId}/schedules`)
  return { schedules: schedules.map((s) => ({ workflow: s.workflow.name, nextRunTime: s.nextRunTime, nextScheduleTime: s.nextScheduleTime })).sort((a, b) => (a.workflow < b.workflow ? -1 : 1)) }
}

async function sessionsStep(run: Run): Promise<unknown> {
  const { sessions } = await run.api.must<{ sessions: { workflow: { name: string }; sessionTime: string; lastAttempt?: { status?: string; success?: boolean } }[] }>('GET', `/projects/${run.projectId}/sessions`)
  return { sessions: sessions.map((s) => ({ workflow: s.workflow.name, sessionTime: s.sessionTime, status: s.lastAttempt?.status, success: s.lastAttempt?.success })).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) }
}
