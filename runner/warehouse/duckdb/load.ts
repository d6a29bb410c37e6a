import type { Clock } from '../../model/clock.ts'
import { RunnerError } from '../../model/error.ts'
import type { Batch, LoadOutcome, LoadTarget, Warehouse } from '../../model/warehouse.ts'
import { alreadyDone, commitLoad } from './commit.ts'
import type { Gate } from './gate.ts'
import { findDone } from './journal.ts'
import { databaseExists, missingDatabase, withConnection } from './session.ts'
import { isOutOfMemory } from './failures.ts'
import { isKnown, markDone, openStaging, removeStaging, stagingFile, sweepStaging, type StagedTable } from './staging.ts'

export interface LoadParts {
  readonly gate: Gate
  readonly stagingPath: string
  readonly strict: boolean
  readonly clock: Clock
  nextJobId(): string
}

/**
 * Gathers batches into the staging file of the key, with the warehouse free for others, then commits them. A run that was
 * cut off anywhere goes on from its finished units; one that had been committed does nothing.
 */
export async function runLoad(parts: LoadParts, target: LoadTarget, ...[read, { signal, notice }]: Tail<Parameters<Warehouse['load']>>): Promise<LoadOutcome> {
  const { stagingPath, clock } = parts
  sweepStaging(stagingPath, clock.now())
  // With no trace of an earlier run a source can begin while the engine is loaded and the files are opened
  const begun = isKnown(stagingFile(stagingPath, target.key)) ? undefined : begin(read(new Set()))
  try {
    return await loadOnce(parts, target, (finished) => (begun && finished.size === 0 ? begun : read(finished)), { signal, notice })
  } finally { begun?.drop() }
}

async function loadOnce({ gate, stagingPath, strict, clock, nextJobId }: LoadParts, target: LoadTarget, ...[read, { signal, notice }]: Tail<Parameters<Warehouse['load']>>): Promise<LoadOutcome> {
  const done = await gate.use('read', notice, (instance) => withConnection(instance, async (connection) => {
    if (strict && !(await databaseExists(connection, target.database))) throw missingDatabase(target.database)
    return findDone(connection, target.key)
  }))
  if (done) {
    removeStaging(stagingFile(stagingPath, target.key))
    return alreadyDone(done)
  }
  const staging = await openStaging(stagingPath, target.key, target.fingerprint ?? '')
  try {
    for await (const batch of read(staging.finished)) {
      await staging.append(batch)
      throwIfAborted(signal)
    }
    throwIfAborted(signal)
    const staged = await staging.seal()
    const committed = await commitWithin(memoryFor(staged), (megabytes) => gate.use({ loadMegabytes: megabytes }, notice, (instance) =>
      commitLoad(instance, { target, staged, jobId: nextJobId(), now: Math.floor(clock.now() / 1000), strict, notice })))
    markDone(staging.file)
    removeStaging(staging.file)
    return committed
  } finally {
    staging.close()
  }
}

/** Reads as far as the second batch at once (the first one tells the columns, for the second a source connects), and goes on when it is read. */
function begin(source: AsyncIterable<Batch>): AsyncIterable<Batch> & { drop(): void } {
  const iterator = source[Symbol.asyncIterator]()
  const ahead = [iterator.next(), iterator.next()]
  for (const result of ahead) result.catch(() => undefined)
  const drop = (): void => { void iterator.return?.().catch(() => undefined) }
  return { [Symbol.asyncIterator]: () => ({ next: () => ahead.shift() ?? iterator.next() }), drop }
}

const BASE_MEGABYTES = 64
const MEGABYTES_PER_COLUMN = 4

/** Memory for copying rows: by the width of the table, whatever the number of rows. */
const memoryFor = ({ columns }: StagedTable): number => BASE_MEGABYTES + MEGABYTES_PER_COLUMN * Math.max(0, columns.length - 8)

/** Copies with little memory; what does not fit (large texts, an upsert into a large table) is done again with DuckDB's own measure. */
async function commitWithin<T>(megabytes: number, commit: (megabytes: number | undefined) => Promise<T>): Promise<T> {
  try { return await commit(megabytes) } catch (error) {
    if (!isOutOfMemory(error)) throw error
    return commit(undefined)
  }
}

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw signal.reason instanceof Error ? signal.reason : new RunnerError('interrupted', 'The work was stopped')
}
