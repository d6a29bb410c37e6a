import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from './context.ts'
import { withHome } from './home.ts'

/** Where secrets are kept: a project's, or those of local runs. */
export interface SecretPlace {
  keys(): Promise<readonly string[]>
  set(key: string, value: string): Promise<void>
  remove(key: string): Promise<void>
}

/** Local runs belong to no project. */
const LOCAL_SCOPE = 0

/** Secrets of local runs, encrypted in the home; with `--digdag-config` digdag's plain files are listed too. */
export async function openLocalSecrets(context: Context): Promise<SecretPlace> {
  return {
    keys: () => withHome(context, async ({ vault }) => [...new Set([...(await vault.list('secret', LOCAL_SCOPE)).map(({ key }) => key), ...digdagKeys(context)])]),
    set: (key, value) => withHome(context, ({ vault }) => vault.put('secret', LOCAL_SCOPE, key, value)),
    remove: (key) => withHome(context, async ({ vault }) => { await vault.delete('secret', LOCAL_SCOPE, key) }),
  }
}

const digdagFolder = (context: Context): string => join(context.settings.digdagConfigHome, 'secrets')

function digdagKeys(context: Context): readonly string[] {
  if (!context.settings.digdagConfig) return []
  try { return readdirSync(digdagFolder(context)) } catch { return [] }
}

/** One of digdag's plain secret files, with `--digdag-config` only. */
export function digdagSecret(context: Context, key: string): string | undefined {
  if (!context.settings.digdagConfig || key.includes('/')) return undefined
  try { return readFileSync(join(digdagFolder(context), key), 'utf8') } catch { return undefined }
}
