import { json } from '../answer.ts'
import { page, pathId } from '../reading.ts'
import { route, type Route } from '../router.ts'
import { list } from '../shapes.ts'
import { attemptAnswer, sessionAnswer, sessionById } from './lookup.ts'

/** Sessions, newest first (digdag §10.2). */
export const sessionRoutes: readonly Route[] = [
  route('GET', '/api/sessions', async (call) =>
    json(list('sessions', await call.parts.store.listSessions(page(call)), (details) => sessionAnswer(call.parts, details)))),
  route('GET', '/api/sessions/{id}', async (call) => json(sessionAnswer(call.parts, await sessionById(call.parts, pathId(call, 'id'))))),
  route('GET', '/api/sessions/{id}/attempts', async (call) => {
    const range = page(call)
    const { session } = await sessionById(call.parts, pathId(call, 'id'))
    const attempts = await call.parts.store.listAttempts({ ...range, sessionId: session.id, includeRetried: true })
    return json(list('attempts', attempts, (details) => attemptAnswer(call.parts, details)))
  }),
]
