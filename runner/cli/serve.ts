import { listen, DEFAULT_PORT } from '../server/listen.ts'
import { readCredentials } from '../server/credentials.ts'
import { readServerNote, removeServerNote, writeServerNote } from '../home/server-note.ts'
import { RunnerError } from '../model/error.ts'
import type { Context } from './context.ts'
import { openCommandHome, type HomeUse } from './home.ts'

export interface ServeOptions {
  readonly port: number | undefined
  readonly address: string | undefined
  readonly catchUp: 'all' | 'last' | 'none'
  readonly basicAuthFile: string | undefined
  readonly tokenFile: string | undefined
  readonly maxTaskThreads: number
  readonly maxArchiveBytes: number | undefined
  readonly allowProjectPlugins: boolean
  /** More for the home: `wf scheduler` works in a directory. */
  readonly use?: HomeUse
  /** Called when everything listens. */
  readonly ready?: (home: Awaited<ReturnType<typeof openCommandHome>>) => Promise<void>
}

/** Serves a home until a signal: REST, web page, schedules, attempts. SIGTERM stops it within 10 s; running attempts stay open for the next server. */
export async function serve(context: Context, options: ServeOptions): Promise<number> {
  const credentials = await readCredentials({ basicAuthFile: options.basicAuthFile, tokenFile: options.tokenFile })
  const running = options.use?.memory ? undefined : readServerNote(context.settings.home)
  if (running) throw new RunnerError('busy', `a server runs on this home already: ${running.url} (process ${running.owner.pid})`, { hint: `use it with -e ${running.url}, stop it, or choose another --home` })
  const home = await openCommandHome(context, {
    isolateTemplates: true, catchUp: options.catchUp, maxTaskThreads: options.maxTaskThreads, maxArchiveBytes: options.maxArchiveBytes, allowProjectPlugins: options.allowProjectPlugins,
    who: `${context.program} server (process ${context.pid})`, quiet: true, ...options.use,
    onEvent: (event) => { if (event.kind === 'note') context.note(event.text) },
  })
  try {
    const open = await home.interrupted()
    const listening = await listen(home.handle, { port: options.port ?? DEFAULT_PORT, ...(options.address === undefined ? {} : { address: options.address }), credentials })
    if (!options.use?.memory) writeServerNote(home.path, { owner: home.owner, url: listening.url })
    for (const { attempt } of open) if (!attempt.stopped) context.note(`attempt ${attempt.id} was interrupted; it goes on here`)
    const stopLoop = home.engine.startLoop()
    await options.ready?.(home)
    context.terminal.out(`listening on ${listening.url}\n`)
    await aborted(context.signal)
    context.note('stopping')
    await Promise.all([listening.close(), stopLoop()])
    return 0
  } finally {
    if (!options.use?.memory) removeOwnNote(home.path, home.owner.pid)
    await home.close()
  }
}

function removeOwnNote(path: string, pid: number): void {
  if (readServerNote(path)?.owner.pid === pid) removeServerNote(path)
}

const aborted = (signal: AbortSignal): Promise<void> => new Promise((done) => {
  if (signal.aborted) done()
  else signal.addEventListener('abort', () => done(), { once: true })
})
