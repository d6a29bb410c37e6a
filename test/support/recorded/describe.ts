import { gunzipSync } from 'node:zlib'
import type { Api } from './api.ts'

interface RestTask {
  readonly id: string
  readonly fullName: string
  readonly state: string
  readonly isGroup: boolean
  readonly parentId: string | null
  readonly upstreams: readonly string[]
  readonly cancelRequested: boolean
  readonly config: unknown
  readonly exportParams: unknown
  readonly storeParams: Readonly<Record<string, unknown>>
  readonly error: { readonly message?: string }
}

/** Lines of a server's own logger, in digdag's console pattern, and of a Java stack: not what a task printed. */
const LOGGED = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4} \[\w+\] \(.*?\) .*/
const JAVA_TRACE = /^\s+at [\w.$<>/@]+\(|^\t\.\.\. \d+ |^(Caused by|Suppressed): |^(> )?[a-z]+(\.\w+)+(Exception|Error)\b|^> Cannot deserialize |^ at \[Source: /

function printed(log: string, errors: readonly string[]): string {
  const reported = new Set(errors.flatMap((text) => text.split('\n')))
  return log.split('\n').flatMap((line) => (LOGGED.test(line) ? line.replace(LOGGED, '') || [] : [line])).filter((line) => !reported.has(line) && !JAVA_TRACE.test(line)).join('\n').trimEnd()
}

async function outputs(api: Api, attemptId: string, errors: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { files } = await api.must<{ files: { fileName: string; taskName: string }[] }>('GET', `/logs/${attemptId}/files`)
  const byTask = new Map<string, string[]>()
  for (const file of files.sort((a, b) => (a.fileName < b.fileName ? -1 : 1))) {
    const answer = await api.call('GET', `/logs/${attemptId}/files/${encodeURIComponent(file.fileName)}`)
    if (answer.status >= 300) continue
    const text = (file.fileName.endsWith('.gz') ? gunzipSync(answer.bytes) : answer.bytes).toString('utf8')
    byTask.set(file.taskName, [...(byTask.get(file.taskName) ?? []), printed(text, errors)])
  }
  return byTask
}

/** Fields without a value are not recorded. */
export const prune = (object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(object).filter(([, value]) =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0) && !(typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0)))

/** What a recording keeps of an attempt and its tasks. */
export async function describeAttempt(api: Api, attemptId: string): Promise<Readonly<Record<string, unknown>>> {
  const attempt = await api.must<Record<string, unknown>>('GET', `/attempts/${attemptId}`)
  const { tasks } = await api.must<{ tasks: RestTask[] }>('GET', `/attempts/${attemptId}/tasks`)
  const name = new Map(tasks.map((task) => [task.id, task.fullName]))
  const printedBy = await outputs(api, attemptId, tasks.flatMap((task) => task.error?.message ?? []))
  const seen = new Set<string>()
  const view = [...tasks].sort((a, b) => Number(a.id) - Number(b.id)).map((task) => {
    const first = !seen.has(task.fullName)
    seen.add(task.fullName)
    const output = first ? printedBy.get(task.fullName)?.filter((text) => text !== '') : undefined
    return prune({
      name: task.fullName, state: task.state, group: task.isGroup, parent: task.parentId === null ? undefined : name.get(task.parentId),
      upstreams: task.upstreams.map((id) => name.get(id)).sort(), cancelRequested: task.cancelRequested || undefined,
      config: task.config, export: task.exportParams, store: { ...task.storeParams }, error: task.error?.message, output,
    })
  }).sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : String(a['name']) > String(b['name']) ? 1 : 0))
  const tasksWithoutTraces: unknown = JSON.parse(JSON.stringify(view, (key, value: unknown) => (key === 'stacktrace' && typeof value === 'string' ? '<stacktrace>' : value)))
  const kept = ['status', 'done', 'success', 'cancelRequested', 'sessionTime', 'index', 'retryAttemptName', 'params'] as const
  return prune({ ...Object.fromEntries(kept.map((key) => [key, attempt[key]])), tasks: tasksWithoutTraces })
}
