import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { ownerIsGone, sameOwner } from '../engine/owner.ts'
import { RunnerError } from '../model/error.ts'
import type { Owner } from '../model/session.ts'

/** Who serves a home: kept in `server.json` beside the store. */
export interface ServerNote { readonly owner: Owner; readonly url: string }

const fileOf = (home: string): string => join(home, 'server.json')

/** The server that is alive on this home, or undefined; a note left by a killed server counts as none. */
export function readServerNote(home: string): ServerNote | undefined {
  try {
    const note = JSON.parse(readFileSync(fileOf(home), 'utf8')) as ServerNote
    const elsewhere = note.owner.host !== hostname()
    return !elsewhere && ownerIsGone(note.owner, null, 0) ? undefined : note
  } catch { return undefined }
}

/** @throws RunnerError `busy` naming the server that is there already */
export function writeServerNote(home: string, note: ServerNote): void {
  const other = readServerNote(home)
  if (other && !sameOwner(other.owner, note.owner)) {
    throw new RunnerError('busy', `a server runs on this home already: ${other.url} (process ${other.owner.pid} on ${other.owner.host})`, { hint: `use it with -e ${other.url}, stop it, or choose another --home` })
  }
  writeFileSync(fileOf(home), JSON.stringify(note), { mode: 0o600 })
}

export const removeServerNote = (home: string): void => rmSync(fileOf(home), { force: true })
