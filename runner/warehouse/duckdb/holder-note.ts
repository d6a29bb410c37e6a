import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Who has the warehouse file, written beside it for those who wait. A hint only: the lock itself is DuckDB's. */
export interface HolderNote { readonly pid: number; readonly who: string; readonly since: string }

const notePath = (path: string): string => `${path}.holder.json`

export function writeHolderNote(path: string, note: HolderNote): void {
  // Without the note a waiting process only knows less
  try { writeFileSync(notePath(path), JSON.stringify(note), { mode: 0o600 }) } catch { /* see above */ }
}

export function removeHolderNote(path: string): void {
  try { rmSync(notePath(path), { force: true }) } catch { /* the next holder overwrites it */ }
}

/** The holder as words: from the note when its process runs, else from DuckDB's own error. */
export function describeHolder(path: string, lockError: string): string {
  const note = readNote(path)
  if (note && isAlive(note.pid)) return `process ${note.pid} (${note.who}, since ${note.since})`
  const pid = /\(PID (\d+)\)/.exec(lockError)?.[1]
  return pid === undefined ? 'another process' : `process ${pid}`
}

function readNote(path: string): HolderNote | undefined {
  try {
    const value = JSON.parse(readFileSync(notePath(path), 'utf8')) as Partial<HolderNote>
    return typeof value.pid === 'number' && typeof value.who === 'string' && typeof value.since === 'string' ? { pid: value.pid, who: value.who, since: value.since } : undefined
  } catch { return undefined }
}

function isAlive(pid: number): boolean {
  try { process.kill(pid, 0); return true } catch (error) { return (error as NodeJS.ErrnoException).code === 'EPERM' }
}

const waitingMark = (path: string, pid: number): string => `${path}.waiting.${pid}`

/** Tells the holder that this process waits for the file. */
export function markWaiting(path: string): void {
  const mark = waitingMark(path, process.pid)
  try { if (!existsSync(mark)) writeFileSync(mark, '', { mode: 0o600 }) } catch { /* then the holder does not know, and we wait longer */ }
}

export function unmarkWaiting(path: string): void {
  try { rmSync(waitingMark(path, process.pid), { force: true }) } catch { /* a mark of a process that is gone does not count */ }
}

/** Whether a process that runs waits for the file. Marks of processes that are gone are removed. */
export function othersWait(path: string): boolean {
  const prefix = `${basename(path)}.waiting.`
  const pids = readdirSync(dirname(path)).filter((name) => name.startsWith(prefix)).map((name) => Number(name.slice(prefix.length)))
  for (const pid of pids.filter((one) => !isAlive(one))) rmSync(join(dirname(path), `${prefix}${pid}`), { force: true })
  return pids.some((pid) => pid !== process.pid && isAlive(pid))
}
