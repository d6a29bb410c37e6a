import { spawn, type ChildProcess } from 'node:child_process'
import { constants, accessSync } from 'node:fs'
import { constants as osConstants } from 'node:os'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { RuntimeFailure, type TaskRun } from '../model/operator.ts'
import { canceled } from './define.ts'

export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>
  /** Beside ending the process group when the task is stopped (a container outlives its client). */
  onStop?(): void
}

/** How long a process group may take to end after SIGTERM. */
const GRACE_MS = 3000
/** Joins stderr to stdout before the program starts, so that the log keeps their order. */
const MERGE_OUTPUT = 'exec "$@" 2>&1'

/**
 * Runs a program in a process group of its own, its output going to the task's log, and answers its exit code (128 + n
 * when signal n ended it, as shells do). The whole group is ended when the task is stopped.
 * @throws RuntimeFailure `Cannot run program "p"…`; TaskFailure when the task was stopped
 */
export async function runProcess(task: TaskRun, command: Command): Promise<number> {
  if (task.signal.aborted) throw canceled(task)
  const program = findProgram(command)
  const child = start({ ...command, program })
  if (child.pid !== undefined) task.services.recordProcess(child.pid)
  const stop = () => { command.onStop?.(); endGroup(child) }
  task.signal.addEventListener('abort', stop, { once: true })
  try {
    const code = await exitCode(child, command, task)
    if (task.signal.aborted) throw canceled(task)
    return code
  } finally { task.signal.removeEventListener('abort', stop) }
}

function start({ program, args, cwd, env }: Command): ChildProcess {
  try {
    return spawn('/bin/sh', ['-c', MERGE_OUTPUT, 'sh', program, ...args], { cwd, env: { ...env }, detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (cause) { throw cannotRun(program, cwd, cause) }
}

function exitCode(child: ChildProcess, { program, cwd }: Command, task: TaskRun): Promise<number> {
  return new Promise((done, fail) => {
    child.stdout?.on('data', (chunk: Buffer) => task.log.write(chunk))
    child.once('error', (cause) => fail(cannotRun(program, cwd, cause)))
    child.once('exit', () => { if (task.signal.aborted) child.stdout?.destroy() })
    child.once('close', (code, signal) => done(code ?? 128 + (signal === null ? 0 : osConstants.signals[signal])))
  })
}

function endGroup(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined) return
  signalGroup(pid, 'SIGTERM')
  const timer = setTimeout(() => {
    signalGroup(pid, 'SIGKILL')
    child.stdout?.destroy()
  }, GRACE_MS)
  child.once('close', () => { clearTimeout(timer); signalGroup(pid, 'SIGKILL') })
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try { process.kill(-pid, signal) } catch { /* the group is gone */ }
}

/** The program's path by the environment's PATH, so that a missing one is told apart from one that exits with 127. */
function findProgram({ program, cwd, env }: Command): string {
  if (program.includes('/')) {
    if (isProgram(resolve(cwd, program))) return program
    throw cannotRun(program, cwd)
  }
  for (const folder of (env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter)) {
    const path = join(isAbsolute(folder) ? folder : resolve(cwd, folder), program)
    if (isProgram(path)) return path
  }
  throw cannotRun(program, cwd)
}

function isProgram(path: string): boolean {
  try { accessSync(path, constants.X_OK); return true } catch { return false }
}

function cannotRun(program: string, cwd: string, cause?: unknown): RuntimeFailure {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  const reason = cause === undefined ? 'error=2, No such file or directory' : code === 'E2BIG' ? 'error=7, Argument list too long (a parameter is too large for the environment)' : (cause as Error).message
  return new RuntimeFailure(`Cannot run program "${program}" (in directory "${cwd}"): ${reason}`, 'io', { cause })
}
