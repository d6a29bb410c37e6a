import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Millis } from '../model/clock.ts'
import type { TaskLogs } from '../model/logs.ts'
import type { Store } from '../model/store.ts'
import type { LoadReports } from './reports.ts'

export interface PruneParts { readonly store: Store; readonly logs: TaskLogs; readonly reports: LoadReports; /** Where revisions are kept unpacked, each in a folder named by its id. */ readonly revisionsPath: string }

/** Removes old attempts from the store, then the files that only they had. Stopped between the two, the next run removes the rest of the revisions. */
export async function pruneHome({ store, logs, reports, revisionsPath }: PruneParts, before: Millis): ReturnType<Store['prune']> {
  const pruned = await store.prune(before)
  await logs.remove(pruned.attempts)
  reports.remove(pruned.attempts)
  for (const name of namesIn(revisionsPath)) {
    if (/^\d+$/.test(name) && await store.findRevisionById(Number(name)) === undefined) rmSync(join(revisionsPath, name), { recursive: true, force: true })
  }
  return pruned
}

const namesIn = (folder: string): readonly string[] => { try { return readdirSync(folder) } catch { return [] } }
