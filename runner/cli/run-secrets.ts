import type { Home } from '../index.ts'
import type { Context } from './context.ts'
import { digdagSecret } from './local-secrets.ts'

const LOCAL_SCOPE = 0

/**
 * Secrets of a local run, in this order: `secrets.*` of the configuration (it wins, as recorded), local ones of the home, digdag's plain files
 * (only with `--digdag-config`), those of the embedded project last pushed from this directory. Says once which project lent one.
 */
export function localSecrets(context: Context, directory: string, note: (text: string) => void, home: () => Home): (projectId: number, key: string) => Promise<string | undefined> {
  const told = new Set<string>()
  return async (_project, key) => {
    const value = context.settings.properties[`secrets.${key}`] ?? await home().vault.get('secret', LOCAL_SCOPE, key) ?? digdagSecret(context, key)
    if (value !== undefined) return value
    const project = await home().pushedProject(directory)
    const found = project === undefined ? undefined : await home().vault.get('secret', project.id, key)
    if (project !== undefined && found !== undefined && !told.has(key)) { told.add(key); note(`secret ${key}: of the project ${project.name}, last pushed from this directory`) }
    return found
  }
}
