import { PassThrough, Readable } from 'node:stream'
import { dispatch } from '../../runner/cli/dispatch.ts'

export interface CommandOutcome { readonly exit: number; readonly stdout: string; readonly stderr: string }

export interface CommandOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin?: string
  readonly signal?: AbortSignal
  /** Both streams pretend to be a terminal of this width. */
  readonly terminal?: number
  readonly onStderr?: (text: string) => void
  readonly onStdout?: (text: string) => void
}

/** Runs one `wf` command in this process, with streams of its own. */
export async function runCommand(argv: readonly string[], options: CommandOptions): Promise<CommandOutcome> {
  const stdout = captured(options.terminal, options.onStdout)
  const stderr = captured(options.terminal, options.onStderr)
  const exit = await dispatch(argv, {
    cwd: options.cwd, env: options.env, pid: process.pid, uptimeSeconds: () => process.uptime(), signal: options.signal ?? new AbortController().signal,
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]), stdout: stdout.stream as never, stderr: stderr.stream as never,
  })
  return { exit, stdout: stdout.text(), stderr: stderr.text() }
}

function captured(columns: number | undefined, tell: ((text: string) => void) | undefined): { readonly stream: unknown; readonly text: () => string } {
  const chunks: Buffer[] = []
  const stream = new PassThrough()
  stream.on('data', (chunk: Buffer) => { chunks.push(chunk); tell?.(chunk.toString('utf8')) })
  return {
    stream: Object.assign(stream, columns === undefined ? {} : { isTTY: true, columns }),
    text: () => { for (let chunk: unknown = stream.read(); chunk !== null; chunk = stream.read()) chunks.push(chunk as Buffer); return Buffer.concat(chunks).toString('utf8') },
  }
}
