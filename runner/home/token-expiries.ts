import { createHash } from 'node:crypto'
import type { Millis } from '../model/clock.ts'
import type { Store } from '../model/store.ts'

const SCOPE = 0

/** When tokens end, kept by a hash of the token, so that it is known wherever the token is stored. */
export interface TokenExpiries { keep(token: string, expiresAt: Millis): Promise<void>; find(token: string): Promise<Millis | undefined> }

export function createTokenExpiries(store: () => Promise<Store>, now: () => Millis): TokenExpiries {
  const keyOf = (token: string): string => createHash('sha256').update(token).digest('hex')
  return {
    keep: async (token, expiresAt) => (await store()).putValue('token-expiry', SCOPE, keyOf(token), Buffer.from(String(expiresAt)), now()),
    find: async (token) => {
      const bytes = await (await store()).getValue('token-expiry', SCOPE, keyOf(token))
      return bytes === undefined ? undefined : Number(Buffer.from(bytes).toString('utf8'))
    },
  }
}
