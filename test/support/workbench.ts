import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runCommand, type CommandOptions, type CommandOutcome } from './command.ts'
import { ROOT } from './sources.ts'

/** A directory with a project and a home of its own, in which commands are typed. */
export interface Workbench {
  readonly directory: string
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  write(files: Readonly<Record<string, string>>): void
  /** In this process. */
  wf(argv: readonly string[], options?: Partial<CommandOptions>): Promise<CommandOutcome>
  /** The same, refusing any other exit status than 0; the answer is standard output. */
  ok(argv: readonly string[], options?: Partial<CommandOptions>): Promise<string>
  /** `--json` of a command that must not fail. */
  json<T>(argv: readonly string[], options?: Partial<CommandOptions>): Promise<T>
  /** As a process of its own, for signals and crashes. */
  spawn(argv: readonly string[]): RunningCommand
  remove(): void
}

export interface RunningCommand {
  readonly child: ChildProcess
  readonly ended: Promise<{ readonly exit: number | null; readonly signal: NodeJS.Signals | null; readonly stdout: string; readonly stderr: string }>
  /** Resolves once standard output or error holds the text. */
  seen(text: string): Promise<void>
}

const SEEN_LIMIT_MS = 40_000

export function createWorkbench(files: Readonly<Record<string, string>> = {}): Workbench {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'trowel-bench-')))
  const [directory, home] = [join(root, 'project'), join(root, 'home')]
  mkdirSync(directory)
  const env = { PATH: process.env['PATH'], TZ: 'Etc/UTC', HOME: root, TROWEL_HOME: home }
  const write: Workbench['write'] = (more) => {
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true })
      writeFileSync(join(directory, path), text)
    }
  }
  write(files)
  const wf: Workbench['wf'] = (argv, options = {}) => runCommand(argv, { cwd: directory, ...options, env: { ...env, ...options.env } })
  const ok: Workbench['ok'] = async (argv, options) => {
    const { exit, stdout, stderr } = await wf(argv, options)
    if (exit !== 0) throw new Error(`wf ${argv.join(' ')} ended with ${exit}: ${stderr}`)
    return stdout
  }
  return {
    directory, home, env, write, wf, ok,
    json: async <T>(argv: readonly string[], options?: Partial<CommandOptions>) => JSON.parse(await ok([...argv, '--json'], options)) as T,
    spawn: (argv) => spawned(argv, directory, env),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

function spawned(argv: readonly string[], cwd: string, env: Readonly<Record<string, string | undefined>>): RunningCommand {
  const child = spawn(process.execPath, ['--import', join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs'), join(ROOT, 'runner', 'cli', 'main.ts'), ...argv], { cwd, env: env as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  const waiting = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) child[name]?.on('data', (chunk: Buffer) => { text[name] += chunk.toString('utf8'); for (const look of waiting) look() })
  const ended = new Promise<Awaited<RunningCommand['ended']>>((resolve, reject) => { child.once('error', reject).once('close', (exit, signal) => { resolve({ exit, signal, ...text }) }) })
  return {
    child, ended,
    seen: (wanted) => new Promise((resolve, reject) => {
      const limit = setTimeout(() => { waiting.delete(look); reject(new Error(`${JSON.stringify(wanted)} was not seen in ${JSON.stringify(text)}`)) }, SEEN_LIMIT_MS)
      const look = (): void => { if (text.stdout.includes(wanted) || text.stderr.includes(wanted)) { clearTimeout(limit); waiting.delete(look); resolve() } }
      waiting.add(look)
      look()
    }),
  }
}
