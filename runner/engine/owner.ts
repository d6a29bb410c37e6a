import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Millis } from '../model/clock.ts'
import type { Owner } from '../model/session.ts'

/** An owner on another host that has not been heard of for so long is gone. */
export const HEARTBEAT_LIMIT: Millis = 60_000
/** How often an owner says that it is there. */
export const HEARTBEAT_EVERY: Millis = 20_000

const START_TIME_FIELD = 19

/** When a process of this host began, as text that no later process of the same id has; undefined when there is none. */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold blanks; the fields begin after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return undefined
    return `${bootId()}-${fields[START_TIME_FIELD] ?? ''}`
  } catch {
    return process.platform === 'linux' ? undefined : startByPs(pid)
  }
}

function startByPs(pid: number): string | undefined {
  try {
    // Where there is no /proc; elsewhere nobody pays for the module.
    const { execFileSync } = process.getBuiltinModule('node:child_process')
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined
  } catch {
    return undefined
  }
}

let boot: string | undefined
function bootId(): string {
  if (boot === undefined) {
    try { boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8) } catch { boot = '' }
  }
  return boot
}

/** This process. */
export const thisProcess = (): Owner => ({ host: hostname(), pid: process.pid, startedAt: processStart(process.pid) ?? String(process.pid) })

/** Whether the owner of an attempt can no longer drive it (design, "Durability"). */
export function ownerIsGone(owner: Owner, heartbeatAt: Millis | null, now: Millis): boolean {
  if (owner.host === hostname()) return processStart(owner.pid) !== owner.startedAt
  return heartbeatAt === null || now - heartbeatAt > HEARTBEAT_LIMIT
}

export const sameOwner = (a: Owner | null, b: Owner | null): boolean =>
  a === b || (a !== null && b !== null && a.host === b.host && a.pid === b.pid && a.startedAt === b.startedAt)

const END_WITHIN_MS = 2000
const LOOK_EVERY_MS = 5

/** Ends the process group that a dead owner's task left, if its leader is still the process that was recorded, and waits until it is gone. */
export async function endProcessGroup(group: { readonly pid: number; readonly startedAt: string }): Promise<boolean> {
  const lives = (): boolean => processStart(group.pid) === group.startedAt
  if (group.pid <= 1 || !lives()) return false
  try {
    process.kill(-group.pid, 'SIGKILL')
  } catch {
    return false
  }
  for (let waited = 0; lives() && waited < END_WITHIN_MS; waited += LOOK_EVERY_MS) await pause(LOOK_EVERY_MS)
  return true
}
