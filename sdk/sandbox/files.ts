import { signature } from './graph/urls.ts'
import type { SandboxRequest, SandboxResponse } from './requests.ts'

/** A grey picture of one pixel, and a video without a frame: the bytes are right for their type, nothing more. */
const FILES = {
  jpg: { type: 'image/jpeg', base64: '/9j/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z' },
  mp4: { type: 'video/mp4', base64: 'AAAAGGZ0eXBtcDQyAAAAAG1wNDJpc29tAAAACG1kYXQ=' },
} as const

/** Answers the signed addresses of media and profile pictures, which stop working at their `oe` (IG §2.8); undefined for every other path. */
export function answerFile(seed: number, now: number, request: SandboxRequest): SandboxResponse | undefined {
  const [path = '', query = ''] = request.url.replace(/^https?:\/\/[^/]+/i, '').split('?')
  const kind = /^\/(?:v\/t51\.2885-15|o1\/v\/t16\/f1\/m82)\/\d+_\d+_n\.(jpg|mp4)$/.exec(path)?.[1] as keyof typeof FILES | undefined
  if (kind === undefined) return undefined
  const params = new URLSearchParams(query)
  const oe = params.get('oe') ?? ''
  if (params.get('oh') !== signature(seed, path, oe)) return refused('URL signature mismatch')
  if (Number.parseInt(oe, 16) * 1000 <= now) return refused('URL signature expired')
  const { type, base64 } = FILES[kind]
  return { status: 200, headers: { 'content-type': type, 'cache-control': 'max-age=1209600, no-transform' }, body: base64, base64: true, delayMs: 0, drop: false }
}

const refused = (body: string): SandboxResponse => ({ status: 403, headers: { 'content-type': 'text/plain' }, body, delayMs: 0, drop: false })
