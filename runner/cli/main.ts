#!/usr/bin/env node
import { VERSION } from '../version.ts'

/** The only file that reads process.*; what it finds goes down as a `Context`. */
async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === '--version') { process.stdout.write(`${VERSION}\n`); return 0 }
  const { dispatch } = await import('./dispatch.ts')
  const stop = new AbortController()
  let signals = 0
  const interrupted = () => { signals++; stop.abort(); if (signals > 2) process.exit(130) }
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(0) })
  return dispatch(argv, {
    cwd: process.cwd(), env: process.env, pid: process.pid, uptimeSeconds: () => process.uptime(), signal: stop.signal,
    stdin: process.stdin, stdout: process.stdout, stderr: process.stderr,
  })
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code }, (error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.stack ?? error.message : String(error)}\nThis is a mistake of wf itself; please report it.\n`)
  process.exitCode = 1
})
