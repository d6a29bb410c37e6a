import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import type { Context } from '../context.ts'
import { createLogReader, type LogPiece } from '../log-reader.ts'
import { waitFor } from '../wait.ts'

const FIRST_POLL_MS = 100
const LONGEST_POLL_MS = 1000
/** A line of our own at DEBUG level, in digdag's console pattern. */
const DEBUG_LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} \[(?:DEBUG|TRACE)\] .*\n?/gm

export const log: Command = {
  name: 'log',
  usage: 'log <attempt-id> [+task name prefix]',
  summary: 'show what the tasks of an attempt wrote',
  service: true,
  options: [
    { flags: '-v, --verbose', about: 'debug lines too' },
    { flags: '-f, --follow', about: 'go on until the attempt has ended' },
  ],
  args: { min: 1, max: 2 },
  run: (context, [id = '', prefix], options) => withService(context, {}, async ({ client }) => {
    await client.attempt(id)
    const next = createLogReader(client, id, prefix)
    const show = (pieces: readonly LogPiece[]): void => { for (const piece of pieces) print(context, piece, options.flag('verbose')) }
    if (!options.flag('follow')) { show(await next()); return 0 }
    for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 2, LONGEST_POLL_MS)) {
      const { done } = await client.attempt(id)
      const pieces = await next()
      show(pieces)
      if (done) return 0
      if (pieces.length > 0) wait = FIRST_POLL_MS
      await waitFor(context, wait)
    }
  }),
}

function print(context: Context, piece: LogPiece, verbose: boolean): void {
  const text = verbose ? piece.text : piece.text.replace(DEBUG_LINE, '')
  if (!context.json) { context.terminal.out(text); return }
  for (const line of text.replace(/\n$/, '').split('\n')) context.terminal.out(`${JSON.stringify({ task: piece.file.taskName, file: piece.file.fileName, line })}\n`)
}
