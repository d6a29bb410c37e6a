import { json } from '../answer.ts'
import { invalid, pathId, readObject } from '../reading.ts'
import { route, type Call, type Route } from '../router.ts'
import { list, secretShape } from '../shapes.ts'
import { liveProject } from './lookup.ts'

/** Secrets of a project: written and deleted, listed by key alone, never read (digdag §10.2). */
export const secretRoutes: readonly Route[] = [
  route('GET', '/api/projects/{id}/secrets', async (call) => {
    const project = await liveProject(call.parts, pathId(call, 'id'))
    return json(list('secrets', await call.parts.engine.listSecrets(project.id), (key) => ({ key })))
  }),
  route('PUT', '/api/projects/{id}/secrets/{key}', async (call) => {
    const key = secretKey(call)
    const { value } = await readObject(call)
    if (typeof value !== 'string' || Buffer.byteLength(value) > LONGEST_VALUE) {
      throw invalid('Invalid secret', `A secret's value is a text of at most ${LONGEST_VALUE} bytes: {"value": "…"}.`)
    }
    const project = await liveProject(call.parts, pathId(call, 'id'))
    await call.parts.engine.setSecret(project.id, key, value)
    return json(secretShape(key, project))
  }),
  route('DELETE', '/api/projects/{id}/secrets/{key}', async (call) => {
    const key = secretKey(call)
    const project = await liveProject(call.parts, pathId(call, 'id'))
    await call.parts.engine.deleteSecret(project.id, key)
    return json(secretShape(key, project))
  }),
]

const LONGEST_VALUE = 16 * 1024
const LONGEST_KEY = 255
/** digdag §4.6. */
const KEY = /^[a-zA-Z](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?(?:\.[a-zA-Z](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?)*$/

function secretKey(call: Call): string {
  const key = call.path['key'] ?? ''
  if (key.length <= LONGEST_KEY && KEY.test(key)) return key
  throw invalid('Invalid secret', 'A key is made of letters, digits, _ and -, in parts joined by dots; each part begins with a letter and ends with a letter or digit.')
}
