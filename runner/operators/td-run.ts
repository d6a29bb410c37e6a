import { ConfigError } from '../model/error.ts'
import { TaskFailure } from '../model/operator.ts'
import type { Params } from '../model/params.ts'
import { formatOffsetTime, instantOf, parseLocalTime, parseOffsetTime } from '../model/time.ts'
import { defineOperator } from './define.ts'
import { jobStores, readDatabase, rowMap, runJob, tdParams, workKey } from './td-common.ts'
import { downloadFile, printPreview } from './td-output.ts'

/** `td_run>`: runs a saved query, by its id (a number) or its name (a text); `wf query --save` keeps one (digdag §6.7). */
export const tdRun = defineOperator({
  type: 'td_run',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    await readDatabase(task, params)
    const reference = readReference(params)
    const scheduledTime = readSessionTime(params, task.info.timezone) ?? task.info.sessionTime
    const [download, lastResults, preview] = [params.optionalText('download_file'), params.flag('store_last_results', false), params.flag('preview', false)]
    const saved = await task.services.saved.find(reference)
    if (!saved) throw new TaskFailure(`There is no saved query ${typeof reference === 'number' ? `with id ${reference}` : `'${reference}'`}; wf query -d DB --save NAME keeps one`)
    task.log.line('info', `Running saved query '${saved.name}' (${saved.id}) at ${formatOffsetTime(scheduledTime, 'UTC')}`)
    const result = await runJob(task, { database: saved.database, sql: saved.query, scheduledTime, key: workKey(task.info, 'td_run'), keepResult: true })
    if (download !== undefined) await downloadFile(task, download, result)
    if (preview) printPreview(task, result)
    const [first] = result.rows
    return {
      kind: 'success',
      stores: jobStores(result, lastResults ? { last_results: first ? rowMap(result, first) : {} } : {}),
      ...(lastResults ? { resets: [['td', 'last_results']] } : {}),
    }
  },
})

function readReference(params: Params): string | number {
  const value = params.get('_command')
  if (typeof value === 'number' && Number.isInteger(value)) return value
  if (typeof value === 'string' && value !== '') return value
  if (value === undefined || value === '') throw new ConfigError("Parameter '_command' is required but not set")
  throw new ConfigError(`Invalid saved query reference: ${JSON.stringify(value)}`)
}

function readSessionTime(params: Params, zone: string): number | undefined {
  const text = params.optionalText('session_time')
  if (text === undefined) return undefined
  const local = parseLocalTime(text)
  const time = parseOffsetTime(text) ?? (local ? instantOf(local, zone, 'earlier') : undefined)
  if (time === undefined) throw new ConfigError(`Invalid session_time: ${text}`, { hint: 'Write e.g. 2026-01-02T00:00:00+00:00.' })
  return time
}
