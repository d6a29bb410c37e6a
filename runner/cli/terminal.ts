import type { Readable } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { RunnerError } from '../model/error.ts'
import type { Terminal } from './context.ts'

export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(mode: boolean): unknown }
  readonly stdout: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number }
}

const DEFAULT_COLUMNS = 100

export function createTerminal(streams: Streams, env: Readonly<Record<string, string | undefined>>): Terminal {
  return {
    out: (text) => { streams.stdout.write(text) },
    err: (text) => { streams.stderr.write(text) },
    outIsTerminal: streams.stdout.isTTY === true,
    errIsTerminal: streams.stderr.isTTY === true,
    columns: streams.stdout.columns ?? streams.stderr.columns ?? DEFAULT_COLUMNS,
    color: streams.stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    readInput: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of streams.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
      return Buffer.concat(chunks).toString('utf8')
    },
    ask: (question, options) => ask(streams, question, options?.hidden === true),
  }
}

async function ask(streams: Streams, question: string, hidden: boolean): Promise<string> {
  streams.stderr.write(question)
  const terminal = streams.stdin.isTTY === true
  const { createInterface } = await import('node:readline')
  // Readline echoes to its output: a hidden answer has none.
  const reader = createInterface({ input: streams.stdin, ...(terminal && !hidden ? { output: streams.stderr as WriteStream } : {}), terminal: terminal && hidden })
  return new Promise((resolve, reject) => {
    let answered = false
    reader.once('line', (line) => { answered = true; if (terminal && hidden) streams.stderr.write('\n'); reader.close(); resolve(line) })
    reader.once('SIGINT', () => { reader.close() })
    reader.once('close', () => { if (!answered) reject(new RunnerError('interrupted', 'canceled.')) })
  })
}
