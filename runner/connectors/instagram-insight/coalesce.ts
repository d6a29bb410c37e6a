import type { Clock } from '../../model/clock.ts'
import type { Batch } from '../../model/warehouse.ts'

const MOST_ROWS = 4000
const LONGEST_HOLD_MS = 250

/**
 * Joins small whole batches: each one that is handed on costs a durable write. None is held back for longer than a quarter
 * of a second, and when reading fails they are handed on first: a load that is cut off or refused keeps what was read before.
 */
export async function* coalesced(batches: AsyncGenerator<Batch, void, undefined>, clock: Clock): AsyncGenerator<Batch, void, undefined> {
  let held: Batch[] = []
  let rows = 0
  const release = (): Batch => {
    const joined = join(held)
    held = []
    rows = 0
    return joined
  }
  let next = batches.next()
  try {
    for (;;) {
      const result = held.length === 0 ? await next : await sooner(next, clock)
      if (result === undefined) { yield release(); continue }
      if (result.done) break
      const batch = result.value
      next = batches.next()
      if (!isWhole(batch) || (held[0] && held[0].columns !== batch.columns)) {
        if (held.length > 0) yield release()
        if (!isWhole(batch)) { yield batch; continue }
      }
      held.push(batch)
      rows += batch.rows.length
      if (rows >= MOST_ROWS) yield release()
    }
    if (held.length > 0) yield release()
  } catch (error) {
    if (held.length > 0) yield release()
    throw error
  } finally {
    next.catch(() => undefined)
    void batches.return().catch(() => undefined)
  }
}

/** Its rows are one unit, and all of it. */
const isWhole = ({ unit, finishes }: Batch): boolean => finishes !== undefined && (unit === undefined || finishes.includes(unit))

function join(batches: readonly Batch[]): Batch {
  const [first] = batches
  if (first && batches.length === 1) return first
  return { columns: first?.columns ?? [], rows: batches.flatMap((batch) => batch.rows), finishes: batches.flatMap((batch) => batch.finishes ?? []) }
}

/** The next batch, or undefined when it takes too long. */
async function sooner<T>(next: Promise<T>, clock: Clock): Promise<T | undefined> {
  let cancel = (): void => undefined
  const late = new Promise<undefined>((resolve) => { cancel = clock.after(LONGEST_HOLD_MS, () => resolve(undefined)) })
  try { return await Promise.race([next, late]) } finally { cancel() }
}
