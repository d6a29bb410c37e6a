import type { Store } from '../../model/store.ts'
import { attemptVerbs } from './attempts.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrations.ts'
import { projectVerbs } from './projects.ts'
import { prune } from './prune.ts'
import { scheduleVerbs } from './schedules.ts'
import { taskVerbs } from './tasks.ts'
import { valueVerbs } from './values.ts'

/** 16 MB: a checkpoint waits for the disk, so an attempt of common size should not meet one. */
const CHECKPOINT_PAGES = 4000

/**
 * The engine's state in one SQLite file (or `:memory:`), safe to use from several processes at a time.
 * Survives kill -9; with `fsync` power loss too.
 * @throws RunnerError `newer-store`, `disk`, `busy`
 */
export async function openSqliteStore(options: { readonly path: string; readonly fsync?: boolean }): Promise<Store> {
  const db = await openDatabase(options.path)
  try {
    await migrate(db, options.path)
    await db.read(() => {
      db.sql('pragma journal_mode = WAL').get()
      db.exec(`pragma synchronous = ${options.fsync === true ? 'FULL' : 'NORMAL'}; pragma foreign_keys = off; pragma cache_size = -16000; pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    })
  } catch (error) {
    db.close()
    throw error
  }
  return {
    ...projectVerbs(db), ...attemptVerbs(db), ...taskVerbs(db), ...scheduleVerbs(db), ...valueVerbs(db),
    prune: (before) => db.write(() => prune(db, before)),
    close: async () => { db.close() },
  }
}
