import { gzip, json } from '../answer.ts'
import { notFound, pathId } from '../reading.ts'
import { route, type Route } from '../router.ts'
import { list, logFileShape } from '../shapes.ts'
import { attemptById } from './lookup.ts'

/** Task logs, one gzip file per run of a task (digdag §10.5). */
export const logRoutes: readonly Route[] = [
  route('GET', '/api/logs/{attempt}/files', async (call) => {
    const { attempt } = await attemptById(call.parts, pathId(call, 'attempt'))
    return json(list('files', await call.parts.logs.list(attempt, call.query.get('task') ?? undefined), logFileShape))
  }),
  route('GET', '/api/logs/{attempt}/files/{file}', async (call) => {
    const { attempt } = await attemptById(call.parts, pathId(call, 'attempt'))
    const file = call.path['file'] ?? ''
    const bytes = await call.parts.logs.read(attempt, file)
    if (bytes === undefined) throw notFound(`log file ${file} of session attempt id=${attempt.id}`)
    return gzip(bytes)
  }),
]
