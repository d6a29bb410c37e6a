import type { Millis } from './clock.ts'
import type { ValueKind } from './store.ts'

/** Values that are encrypted at rest: secrets (scope: project id), authentications and tokens (scope 0). */
export interface Vault {
  put(kind: ValueKind, scope: number, name: string, value: string): Promise<void>
  get(kind: ValueKind, scope: number, name: string): Promise<string | undefined>
  /** Names only; needs no key. */
  list(kind: ValueKind, scope: number): Promise<readonly { readonly key: string; readonly updatedAt: Millis }[]>
  delete(kind: ValueKind, scope: number, name: string): Promise<boolean>
}
