import type { DuckDBInstance } from '@duckdb/node-api'
import { systemClock as clock } from '../../model/clock.ts'
import { messageOf, RunnerError } from '../../model/error.ts'
import { isLocked } from './failures.ts'
import { describeHolder, removeHolderNote, writeHolderNote } from './holder-note.ts'
import type { InstanceKind } from './instance.ts'

/** Reads run side by side, also beside one write; a load has the file for itself. */
export type Access = 'read' | 'write' | 'load'

export interface GateOptions {
  /** The warehouse file, absolute. */
  readonly path: string
  readonly lockTimeoutMs: number
  /** The attempt and command of this process, for others that wait. */
  readonly who: () => string
  open(kind: InstanceKind): Promise<DuckDBInstance>
}

/** Lends the one instance of a warehouse file that a process may have, and keeps it open no longer than needed. */
export interface Gate {
  use<T>(access: Access, notice: (text: string) => void, work: (instance: DuckDBInstance) => Promise<T>): Promise<T>
  /** Closes the file once nobody uses it. */
  close(): Promise<void>
}

const IDLE_MS = 40
/** After this long others get a turn: no new work is let in before the file was closed once. */
const TURN_MS = 1000
const PAUSE_MS = 30
const FIRST_WAIT_MS = 10
const LONGEST_WAIT_MS = 200
const NOTICE_AFTER_MS = 300

interface Waiting { readonly access: Access; readonly notice: (text: string) => void; readonly grant: (instance: DuckDBInstance) => void; readonly refuse: (error: unknown) => void }
interface Opened { readonly kind: InstanceKind; readonly instance: DuckDBInstance; readonly since: number; users: number; writing: boolean }

const kindOf = (access: Access): InstanceKind => (access === 'load' ? 'load' : 'query')

/** One per file and process: DuckDB would open a file twice in a process, and lose both locks when one is closed. */
const gates = new Map<string, { readonly gate: Gate; options: GateOptions }>()

/** The gate of a file. Of several callers in a process the last one's options hold. */
export function gateFor(options: GateOptions): Gate {
  const known = gates.get(options.path)
  if (known) { known.options = options; return known.gate }
  const entry: { readonly gate: Gate; options: GateOptions } = { gate: createGate(options.path, () => entry.options), options }
  gates.set(options.path, entry)
  return entry.gate
}

// Time is the real one: what is waited for is the lock of another process
function createGate(path: string, options: () => GateOptions): Gate {
  const queue: Waiting[] = []
  const closers: (() => void)[] = []
  let opened: Opened | undefined
  let opening = false
  let cancelIdle = (): void => {}

  const mayEnter = ({ access }: Waiting, now: Opened): boolean =>
    kindOf(access) === now.kind && !(access === 'write' && now.writing) && !(access === 'load' && now.users > 0) && clock.now() - now.since < TURN_MS

  const shut = (now: Opened): void => {
    opened = undefined
    cancelIdle()
    now.instance.closeSync()
    removeHolderNote(path)
    for (const done of closers.splice(0)) done()
  }

  const enter = (now: Opened, waiting: Waiting): void => {
    cancelIdle()
    now.users++
    if (waiting.access === 'write') now.writing = true
    waiting.grant(now.instance)
  }

  const openFor = async (first: Waiting): Promise<void> => {
    opening = true
    try {
      const kind = kindOf(first.access)
      const instance = await openWaiting(options(), kind, (text) => { for (const waiting of queue) waiting.notice(text) })
      opened = { kind, instance, since: clock.now(), users: 0, writing: false }
      writeHolderNote(path, { pid: process.pid, who: options().who(), since: new Date(clock.now()).toISOString() })
    } catch (error) {
      for (const waiting of queue.splice(0)) waiting.refuse(error)
    } finally {
      opening = false
      advance()
    }
  }

  const advance = (): void => {
    if (opening) return
    if (!opened) {
      if (queue[0]) void openFor(queue[0])
      else for (const done of closers.splice(0)) done()
      return
    }
    const now = opened
    for (let at = 0; at < queue.length;) {
      const waiting = queue[at] as Waiting
      if (kindOf(waiting.access) !== now.kind) break
      if (mayEnter(waiting, now)) { queue.splice(at, 1); enter(now, waiting) } else at++
    }
    if (now.users > 0) return
    if (queue.length > 0) {
      const pause = kindOf(queue[0]?.access ?? 'read') === now.kind ? PAUSE_MS : 0
      shut(now)
      opening = true
      clock.after(pause, () => { opening = false; advance() })
    } else if (closers.length > 0) shut(now)
    else cancelIdle = clock.after(IDLE_MS, () => { if (opened === now && now.users === 0) shut(now) })
  }

  const leave = (access: Access): void => {
    if (!opened) return
    opened.users--
    if (access === 'write') opened.writing = false
    advance()
  }

  return {
    use: async (access, notice, work) => {
      const instance = await new Promise<DuckDBInstance>((grant, refuse) => { queue.push({ access, notice, grant, refuse }); advance() })
      try { return await work(instance) } finally { leave(access) }
    },
    close: async () => {
      if (opened || opening) await new Promise<void>((done) => { closers.push(done); if (!opening) advance() })
    },
  }
}

async function openWaiting({ path, lockTimeoutMs, open }: GateOptions, kind: InstanceKind, notice: (text: string) => void): Promise<DuckDBInstance> {
  const start = clock.now()
  let told = false
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try { return await open(kind) } catch (error) {
      if (!isLocked(error)) throw error
      const waited = clock.now() - start
      const holder = describeHolder(path, messageOf(error))
      if (waited >= lockTimeoutMs) {
        throw new RunnerError('busy', `The warehouse ${path} is in use by ${holder}; waited ${Math.round(waited / 1000)} s for it`,
          { hint: 'Wait until that work is done, or wait longer with --lock-timeout SECONDS.', cause: error })
      }
      if (!told && waited >= Math.min(NOTICE_AFTER_MS, lockTimeoutMs / 2)) {
        told = true
        notice(`The warehouse is in use by ${holder}; waiting up to ${Math.round(lockTimeoutMs / 1000)} s`)
      }
      await new Promise<void>((done) => { clock.after(wait, done) })
    }
  }
}
