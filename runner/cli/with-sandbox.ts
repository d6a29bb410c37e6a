import type { Context } from './context.ts'
import type { HomeUse } from './home.ts'

/** A sandbox for the time of one command: its address, and its token in the place of access tokens. */
export interface CommandSandbox { readonly use: HomeUse }

/** With `--sandbox`: brings up a local Graph API with the default seed, and takes it down afterwards. */
export async function withSandbox<T>(context: Context, wanted: boolean, action: (sandbox: CommandSandbox | undefined) => Promise<T>): Promise<T> {
  if (!wanted) return action(undefined)
  const { startSandbox } = await import('./commands/sandbox.ts')
  const sandbox = await startSandbox({ port: 0 })
  context.note(`sandbox at ${sandbox.url}; its own token stands for every secret named *access_token`)
  try {
    return await action({ use: { graphUrl: sandbox.url, secretOverride: (key) => (/(^|[._-])access_token$/.test(key) ? sandbox.tokens.facebook : undefined) } })
  } finally { await sandbox.close() }
}
