import type { DuckDBInstance } from '@duckdb/node-api'
import { systemClock as clock } from '../../model/clock.ts'
import { messageOf, RunnerError } from '../../model/error.ts'
import { isLocked } from './failures.ts'
import { describeHolder, markWaiting, othersWait, removeHolderNote, unmarkWaiting, writeHolderNote } from './holder-note.ts'
import type { InstanceProfile } from './instance.ts'

/** Reads run side by side, also beside one write; a load has the file for itself, with so much memory. */
export type Access = 'read' | 'write' | { readonly loadMegabytes: number | undefined }

export interface GateOptions {
  /** The warehouse file, absolute. */
  readonly path: string
  readonly lockTimeoutMs: number
  /** The attempt and command of this process, for others that wait. */
  readonly who: () => string
  open(profile: InstanceProfile): Promise<DuckDBInstance>
}

/** Lends the one instance of a warehouse file that a process may have, and keeps it open no longer than needed. */
export interface Gate {
  use<T>(access: Access, notice: (text: string) => void, work: (instance: DuckDBInstance) => Promise<T>): Promise<T>
  /** Closes the file once nobody uses it. */
  close(): Promise<void>
}

const IDLE_MS = 40
/** After this long another process that waits gets a turn: no new work is let in until the file was closed once… */
const TURN_MS = 1000
/** …or until work that goes on has kept it open for so long in any case. */
const DRAIN_MS = 3000
const PAUSE_MS = 60
const FIRST_WAIT_MS = 10
const LONGEST_WAIT_MS = 200
const NOTICE_AFTER_MS = 300

interface Waiting { readonly access: Access; readonly notice: (text: string) => void; readonly grant: (instance: DuckDBInstance) => void; readonly refuse: (error: unknown) => void }
interface Opened { readonly profile: InstanceProfile; readonly instance: DuckDBInstance; since: number; users: number; writing: boolean; drainingSince: number | undefined }

const profileOf = (access: Access): InstanceProfile => (typeof access === 'string' ? { kind: 'query' } : { kind: 'load', megabytes: access.loadMegabytes })
const sameProfile = (a: InstanceProfile, b: InstanceProfile): boolean => a.kind === b.kind && (a.kind === 'query' || (b.kind === 'load' && a.megabytes === b.megabytes))

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

/** Whether new work has to wait so that the file can be closed for another process. */
function draining(now: Opened, path: string): boolean {
  const at = clock.now()
  if (at - now.since < TURN_MS || !othersWait(path)) return false
  now.drainingSince ??= at
  if (at - now.drainingSince < DRAIN_MS) return true
  now.since = at
  now.drainingSince = undefined
  return false
}

function mayEnter(access: Access, now: Opened, path: string): boolean {
  const free = access === 'read' || (access === 'write' ? !now.writing : now.users === 0)
  return free && !draining(now, path)
}

interface State {
  readonly path: string
  readonly options: () => GateOptions
  readonly queue: Waiting[]
  readonly closers: (() => void)[]
  opened: Opened | undefined
  opening: boolean
  cancelIdle: () => void
}

// Time is the real one: what is waited for is the lock of another process
function createGate(path: string, options: () => GateOptions): Gate {
  const state: State = { path, options, queue: [], closers: [], opened: undefined, opening: false, cancelIdle: () => undefined }
  return {
    use: async (access, notice, work) => {
      const instance = await new Promise<DuckDBInstance>((grant, refuse) => {
        state.queue.push({ access, notice, grant, refuse })
        advance(state)
      })
      const now = state.opened
      try { return await work(instance) } finally { leave(state, now, access) }
    },
    close: async () => {
      if (!state.opened && !state.opening) return
      await new Promise<void>((done) => {
        state.closers.push(done)
        advance(state)
      })
    },
  }
}

/** Lets in whom it can, then opens, closes or waits: called whenever something has changed. */
function advance(state: State): void {
  state.cancelIdle()
  if (state.opening) return
  const now = state.opened
  if (now) admit(state, now)
  const [first] = state.queue
  if (!now) {
    if (first) void openFor(state, profileOf(first.access))
    else for (const done of state.closers.splice(0)) done()
  } else if (now.users > 0) {
    if (first && now.drainingSince !== undefined) state.cancelIdle = clock.after(DRAIN_MS, () => { advance(state) })
  } else if (first || state.closers.length > 0) {
    shut(state, now)
    state.opening = true
    clock.after(now.drainingSince === undefined ? 0 : PAUSE_MS, () => {
      state.opening = false
      advance(state)
    })
  } else state.cancelIdle = clock.after(IDLE_MS, () => { shut(state, now) })
}

function admit({ queue, path }: State, now: Opened): void {
  for (let at = 0; at < queue.length;) {
    const waiting = queue[at] as Waiting
    if (!sameProfile(profileOf(waiting.access), now.profile)) return
    if (!mayEnter(waiting.access, now, path)) { at++; continue }
    queue.splice(at, 1)
    now.users++
    if (waiting.access === 'write') now.writing = true
    waiting.grant(now.instance)
  }
}

async function openFor(state: State, profile: InstanceProfile): Promise<void> {
  state.opening = true
  try {
    state.opened = await openNoted(state.path, state.options(), profile, (text) => { for (const waiting of state.queue) waiting.notice(text) })
  } catch (error) {
    for (const waiting of state.queue.splice(0)) waiting.refuse(error)
  }
  state.opening = false
  advance(state)
}

function leave(state: State, now: Opened | undefined, access: Access): void {
  if (!now) return
  now.users--
  if (access === 'write') now.writing = false
  advance(state)
}

function shut(state: State, now: Opened): void {
  state.opened = undefined
  now.instance.closeSync()
  removeHolderNote(state.path)
}

async function openNoted(path: string, options: GateOptions, profile: InstanceProfile, notice: (text: string) => void): Promise<Opened> {
  const instance = await openWaiting(options, profile, notice)
  const since = clock.now()
  writeHolderNote(path, { pid: process.pid, who: options.who(), since: new Date(since).toISOString() })
  return { profile, instance, since, users: 0, writing: false, drainingSince: undefined }
}

async function openWaiting({ path, lockTimeoutMs, open }: GateOptions, profile: InstanceProfile, notice: (text: string) => void): Promise<DuckDBInstance> {
  const start = clock.now()
  let told = false
  try {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try { return await open(profile) } catch (error) {
        if (!isLocked(error)) throw error
        const waited = clock.now() - start
        const holder = describeHolder(path, messageOf(error))
        if (waited >= lockTimeoutMs) {
          throw new RunnerError('busy', `The warehouse ${path} is in use by ${holder}; waited ${Math.round(waited / 1000)} s for it`,
            { hint: 'Wait until that work is done, or wait longer with --lock-timeout SECONDS.', cause: error })
        }
        markWaiting(path)
        if (!told && waited >= Math.min(NOTICE_AFTER_MS, lockTimeoutMs / 2)) {
          told = true
          notice(`The warehouse is in use by ${holder}; waiting up to ${Math.round(lockTimeoutMs / 1000)} s`)
        }
        await new Promise<void>((done) => { clock.after(wait, done) })
      }
    }
  } finally { unmarkWaiting(path) }
}
