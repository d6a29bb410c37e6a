import { promisify } from 'node:util'
import { gunzip, gzip as pack } from 'node:zlib'
import { gzip, json, plainText } from '../answer.ts'
import { notFound, pathId, queryNumber } from '../reading.ts'
import { route, type Call, type Route } from '../router.ts'
import { list, logFileShape } from '../shapes.ts'
import { attemptById } from './lookup.ts'

/** Task logs, one gzip file per run of a task (digdag §10.5). */
export const logRoutes: readonly Route[] = [
  route('GET', '/api/logs/{attempt}/files', async (call) => {
    const { attempt } = await attemptById(call.parts, pathId(call, 'attempt'))
    return json(list('files', await call.parts.logs.list(attempt, taskPrefix(call)), logFileShape))
  }),
  route('GET', '/api/logs/{attempt}/files/{file}', async (call) => {
    const { attempt } = await attemptById(call.parts, pathId(call, 'attempt'))
    const file = call.path['file'] ?? ''
    const bytes = await call.parts.logs.read(attempt, file)
    if (bytes === undefined) throw notFound(`log file ${file} of session attempt id=${attempt.id}`)
    return gzip(await inOnePiece(bytes))
  }),
  route('GET', '/api/trowel/attempts/{attempt}/log', plainLog),
]

/** The beginning of a full task name, which is always a +; digdag's client may encode it twice. */
function taskPrefix(call: Call): string | undefined {
  const text = call.query.get('task') ?? undefined
  return text?.startsWith('%2B') ? decodeURIComponent(text) : text?.replace(/^ /, '+')
}

const unpack = promisify(gunzip)
const repack = promisify(pack)
const MEMBER = Buffer.from([0x1f, 0x8b, 0x08])

/** A gzip file may be several joined ones; Java's reader and the browsers' stop after the first when they come over a network. */
async function inOnePiece(bytes: Uint8Array): Promise<Uint8Array> {
  const joined = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(MEMBER, 1) > 0
  return joined ? repack(await unpack(bytes), { level: 1 }) : bytes
}

/** The logs of all runs of the tasks whose full names begin with `task`, in the order of their beginnings, as text; at most the last `bytes` of it. */
async function plainLog(call: Call): Promise<Response> {
  const { attempt } = await attemptById(call.parts, pathId(call, 'attempt'))
  const files = await call.parts.logs.list(attempt, taskPrefix(call))
  const parts: Buffer[] = []
  for (const file of [...files].sort((a, b) => a.fileTime - b.fileTime || (a.fileName < b.fileName ? -1 : 1))) {
    const bytes = await call.parts.logs.read(attempt, file.fileName)
    if (bytes !== undefined) parts.push(await unpack(bytes))
  }
  const all = Buffer.concat(parts)
  const last = queryNumber(call, 'bytes')
  return plainText(last === undefined ? all : all.subarray(Math.max(0, all.length - last)))
}
