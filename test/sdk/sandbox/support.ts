import { createSandboxCore } from '../../../sdk/sandbox/index.ts'
import type { SandboxCore, SandboxOptions } from '../../../sdk/sandbox/index.ts'

/** Noon UTC of this day: late enough for every bucket of the day before. */
export const AS_OF = '2026-11-24'

export interface Reply { readonly status: number, readonly headers: Readonly<Record<string, string>>, readonly body: any, readonly text: string }

export interface Asker {
  readonly sandbox: SandboxCore
  /** GET with the Facebook token unless another is given. */
  get(path: string, token?: string): Reply
  post(path: string, form: Readonly<Record<string, string>>, token?: string): Reply
  /** The account's id on graph.facebook.com, by the page's place in the list. */
  account(index?: number): string
}

export async function ask(options: SandboxOptions = {}): Promise<Asker> {
  const sandbox = await createSandboxCore({ asOf: AS_OF, ...options })
  const reply = (answer: ReturnType<SandboxCore['handle']>): Reply => ({ status: answer.status, headers: answer.headers, body: answer.body === '' ? undefined : JSON.parse(answer.body), text: answer.body })
  return {
    sandbox,
    get: (path, token = sandbox.tokens.facebook) => reply(sandbox.handle({ method: 'GET', url: path, headers: { host: '127.0.0.1:1', authorization: `Bearer ${token}` } })),
    post: (path, form, token = sandbox.tokens.facebook) => reply(sandbox.handle({
      method: 'POST', url: path, headers: { 'host': '127.0.0.1:1', 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ access_token: token, ...form }).toString(),
    })),
    account: (index = 0) => sandbox.pages[index]?.instagramId ?? '',
  }
}

export const unix = (text: string) => Math.floor(Date.parse(text) / 1000)
