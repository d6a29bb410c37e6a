import type { Millis } from '../../model/clock.ts'
import type { Batch, Column } from '../../model/warehouse.ts'

/** One step between a source and the warehouse: batch in, batch out. May keep state from batch to batch (a row count). */
export interface Filter {
  apply(batch: Batch): Batch
  /** The new name of a column, or undefined when it is taken out. */
  renamed(name: string): string | undefined
}

export interface FilterContext {
  /** When the load began: `upload_time`. */
  readonly startedAt: Millis
  readonly warn: (text: string) => void
}

/** Computes something of a batch's columns once for as long as the columns stay the same list. */
export function perColumns<T>(compute: (columns: readonly Column[]) => T): (columns: readonly Column[]) => T {
  let last: { readonly columns: readonly Column[]; readonly value: T } | undefined
  return (columns) => {
    if (last?.columns !== columns) last = { columns, value: compute(columns) }
    return last.value
  }
}

export const sameName = (name: string): string => name
