import { refusal } from '../answer.ts'
import { PAGE } from './html.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

const FILES: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  '/page/style.css': { type: 'text/css; charset=utf-8', text: STYLE },
  '/page/script.js': { type: 'text/javascript; charset=utf-8', text: SCRIPT },
}

/** Nothing from elsewhere, nothing inline: what a log or a name holds can never run. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The web page and its files: any path outside `/api` is the page, whose script reads the rest of the path. */
export function pageAnswer(method: string, path: string): Response {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, `Method ${method} is not allowed here`, { headers: { allow: 'GET' } })
  const file = FILES[path] ?? (/\.\w+$/.test(path) ? undefined : { type: 'text/html; charset=utf-8', text: PAGE })
  if (file === undefined) return refusal(404, `No such resource: ${path}`)
  return new Response(method === 'HEAD' ? null : file.text, {
    headers: {
      'content-type': file.type, 'content-security-policy': POLICY, 'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer',
    },
  })
}
