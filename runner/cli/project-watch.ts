import { createHash } from 'node:crypto'
import { digdagMessage, loadProject } from '../dig/load.ts'
import { RunnerError, messageOf } from '../model/error.ts'
import { pack } from '../project/archive.ts'
import { openDirectory, readDirectory } from '../project/directory.ts'
import type { Home } from '../index.ts'
import type { Context } from './context.ts'
import { problemText } from './failure.ts'

/** How often a project is read again (digdag §8.4). */
const EVERY_MS = 5_000

/** Pushes the project of a directory as `default`, and again whenever a definition changed; a broken edit keeps the old revision. */
export async function watchProject(context: Context, home: Home, directory: string, revisionName: () => string): Promise<void> {
  let known = ''
  const look = async (first: boolean): Promise<void> => {
    const loaded = loadProject(openDirectory(directory), { root: directory, lenientNames: true })
    const errors = loaded.problems.filter(({ severity }) => severity === 'error')
    const print = createHash('sha256').update(JSON.stringify([errors.map(({ message }) => message), loaded.workflows.map(({ name, timezone, config }) => [name, timezone, JSON.stringify(config)])])).digest('hex')
    if (print === known) return
    known = print
    if (errors.length > 0) {
      if (first) throw new RunnerError('config', digdagMessage(errors), { problems: errors })
      context.note(`Failed to reload; the revision before stays:\n${errors.map(problemText).join('')}`)
      return
    }
    await home.engine.push({ project: 'default', revision: revisionName(), archive: await pack(readDirectory(directory)), lenientNames: true })
    context.note(`${first ? 'Loaded' : 'Reloaded'} ${loaded.workflows.length} workflows of ${directory}`)
  }
  await look(true)
  const again = (): void => {
    const cancel = context.clock.after(EVERY_MS, () => {
      if (context.signal.aborted) return
      look(false).catch((error: unknown) => context.note(`Failed to reload: ${messageOf(error)}`)).finally(again)
    })
    context.signal.addEventListener('abort', cancel, { once: true })
  }
  again()
}
