import { resolve } from 'node:path'
import { createSandbox, scenarioSchema, ScenarioError, type Sandbox, type SandboxOptions } from '../../../sdk/sandbox/index.ts'
import { messageOf, RunnerError } from '../../model/error.ts'
import { UsageError, type Command } from '../command.ts'
import type { Context } from '../context.ts'
import { printJson } from '../print.ts'

/** The port of `wf sandbox` (contract). */
export const SANDBOX_PORT = 65433

export const sandbox: Command = {
  name: 'sandbox',
  usage: 'sandbox [--port N] [--seed S]',
  summary: 'serve a local Graph API with deterministic accounts, for both hosts',
  options: [
    { flags: '--port <N>', about: `the port (default ${SANDBOX_PORT}; 0 picks one)` },
    { flags: '--seed <S>', about: 'decides accounts, numbers and tokens' },
    { flags: '--latency <MS>', about: 'wait before every answer' },
    { flags: '--as-of <DATE>', about: 'the date the sandbox lives in (default now)' },
    { flags: '--page <NAME>', about: 'list a page of this name; may be repeated', repeats: true },
    { flags: '--strict-pages', about: 'only listed pages exist' },
    { flags: '--scenario <FILE>', about: 'accounts, posts, numbers, tokens and faults from a YAML file' },
    { flags: '--schema', about: 'print the JSON schema of scenario files, for editors, and end' },
  ],
  args: { min: 0, max: 0 },
  run: async (context, _args, options) => {
    const port = options.int('port') ?? SANDBOX_PORT
    if (port < 0 || port > 65535) throw new UsageError(`--port is from 0 to 65535, not ${port}`)
    const latencyMs = options.int('latency')
    if (latencyMs !== undefined && latencyMs < 0) throw new UsageError(`--latency is a number of milliseconds, not ${latencyMs}`)
    if (options.flag('schema')) { context.terminal.out(`${JSON.stringify(scenarioSchema, undefined, 2)}\n`); return 0 }
    const started = await startSandbox({
      port, seed: options.text('seed'), latencyMs, asOf: options.text('asOf'),
      pages: options.list('page'), strictPages: options.flag('strictPages') || undefined,
      scenario: options.text('scenario') === undefined ? undefined : resolve(context.cwd, options.text('scenario') ?? ''),
    })
    announce(context, started)
    await stopped(context.signal)
    await started.close()
    return 0
  },
}

/** @throws UsageError, RunnerError with the way out for a busy port, a bad date or scenario */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  try { return await createSandbox(options) } catch (error) {
    if (error instanceof ScenarioError) throw new RunnerError('invalid', error.message, { cause: error })
    if (error instanceof RangeError) throw new UsageError(`--as-of takes a date such as 2020-06-20: ${messageOf(error)}`)
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new RunnerError('busy', `port ${options.port} is taken by another program`, { hint: 'choose another with --port N, or --port 0 for any', cause: error })
    throw error
  }
}

function announce(context: Context, started: Sandbox): void {
  if (context.json) { printJson(context, { url: started.url, tokens: started.tokens, pages: started.pages }); return }
  context.terminal.out(`sandbox listening on ${started.url}\n`)
  context.terminal.out('tokens:\n')
  for (const [name, value] of tokenLines(started)) context.terminal.out(`  ${name.padEnd(12)} ${value}\n`)
  context.terminal.out('pages:\n')
  for (const page of started.pages) context.terminal.out(`  ${page.id}  ${page.name}${page.instagramId === undefined ? '  (no Instagram account)' : `  ${page.instagramId} @${page.username ?? ''}`}\n`)
  context.note(`\nIn another terminal: export TROWEL_GRAPH_URL=${started.url}\nCtrl-C stops it.`)
}

const tokenLines = (started: Sandbox): readonly (readonly [string, string])[] => Object.entries(started.tokens).filter((entry): entry is [string, string] => typeof entry[1] === 'string')

const stopped = (signal: AbortSignal): Promise<void> => new Promise((done) => {
  if (signal.aborted) done()
  else signal.addEventListener('abort', () => done(), { once: true })
})
