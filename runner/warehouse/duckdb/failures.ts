import { messageOf, RunnerError } from '../../model/error.ts'

const LOCKED = /Could not set lock|Conflicting lock|being used by another process/i
const NO_ROOM = /No space left|disk full|ENOSPC/i
const NO_ACCESS = /Permission denied|Read-only file system|EACCES|EROFS|Cannot open file/i
const NEWER = /newer version|Trying to read a database file with version number|serialization_compatibility/i
const SHUT_IN = /^Permission Error|configuration has been locked|Loading external extensions is disabled/i

const OUT_OF_MEMORY = /^Out of Memory Error|could not allocate block|failed to pin block/i

export const isOutOfMemory = (error: unknown): boolean => OUT_OF_MEMORY.test(messageOf(error))
export const isLocked = (error: unknown): boolean => LOCKED.test(messageOf(error))

/** What DuckDB threw, as one of ours: what and why, and what to do. */
export function warehouseFailure(error: unknown, path: string): RunnerError {
  if (error instanceof RunnerError) return error
  const message = messageOf(error)
  if (NO_ROOM.test(message)) return new RunnerError('disk', `There is no room left for the warehouse ${path}: ${message}`, { hint: 'Free some space; nothing was half written.', cause: error })
  if (NEWER.test(message)) return new RunnerError('newer-store', `The warehouse ${path} was written by a newer version: ${message}`, { hint: 'Use the newer version, or another file by TROWEL_WAREHOUSE.', cause: error })
  if (NO_ACCESS.test(message)) return new RunnerError('disk', `The warehouse ${path} cannot be opened: ${message}`, { hint: 'Check that its folder exists and may be written.', cause: error })
  if (SHUT_IN.test(message)) return new RunnerError('forbidden', `The statement reaches outside the warehouse: ${message}`, { hint: 'SQL runs shut in: no files, no extensions, no settings.', cause: error })
  return new RunnerError('unprocessable', message, { cause: error })
}
