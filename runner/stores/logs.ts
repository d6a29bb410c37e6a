import { closeSync, fstatSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Millis } from '../model/clock.ts'
import { RunnerError } from '../model/error.ts'
import type { LogFile, LogWriter, TaskLogs } from '../model/logs.ts'
import { gzipMember, LONGEST_HEADER, MAGIC, nextMember, readMember } from './gzip.ts'

const FLUSH_BYTES = 64 * 1024
const FLUSH_AFTER_MS = 200
const CLOSE_AFTER_MS = 2000
const INDEXES_KEPT = 20

/**
 * Task logs in a folder, one gzip file per attempt (`zcat` reads it). It is a row of members, each named after the log file
 * of one task run (digdag §10.5), so that writing a task's log costs one append, and `read` gives that run's members.
 * @param agentId names this process in file names
 */
export function openTaskLogs(options: { readonly path: string; readonly agentId?: string }): TaskLogs {
  const agentId = options.agentId ?? String(process.pid)
  const files = new Map<number, AttemptFile>()
  const fileOf = (attemptId: number): AttemptFile => {
    const known = files.get(attemptId)
    if (known !== undefined) return known
    const file = createAttemptFile(options.path, attemptId)
    files.set(attemptId, file)
    for (const [id, other] of files) if (files.size > INDEXES_KEPT && !other.busy() && id !== attemptId) files.delete(id)
    return file
  }
  let runs = 0
  return {
    open: (attempt, taskName, at) => fileOf(attempt.id).open(nameOf(taskName, at, runs++, agentId)),
    list: async (attempt, taskPrefix) => fileOf(attempt.id).list().filter((file) => taskPrefix === undefined || file.taskName.startsWith(taskPrefix)),
    read: async (attempt, fileName) => {
      if (/[/\\\0]/.test(fileName) || fileName === '..' || fileName === '.') throw new RunnerError('invalid', `Invalid log file name: ${fileName}`)
      return fileOf(attempt.id).read(fileName)
    },
    remove: async (attemptIds) => {
      for (const id of attemptIds) {
        files.get(id)?.release()
        files.delete(id)
        rmSync(pathOf(options.path, id), { force: true })
      }
    },
  }
}

const pathOf = (folder: string, attemptId: number): string => join(folder, `${attemptId}.log.gz`)

const hex = (value: number): string => value.toString(16).padStart(8, '0')

/** Runs of one millisecond are told apart by the nanoseconds, in the order in which they began. */
const nameOf = (taskName: string, at: Millis, run: number, agentId: string): string =>
  `${taskName}@${hex(Math.floor(at / 1000))}${hex((at % 1000) * 1_000_000 + (run % 1_000_000))}.${agentId}.log.gz`

function describe(fileName: string, fileSize: number): LogFile {
  const [, taskName = '', seconds = '0', nanos = '0', agentId = ''] = /^(.*)@([0-9a-f]{8})([0-9a-f]{8})\.(.*)\.log\.gz$/s.exec(fileName) ?? []
  return { fileName, fileSize, taskName, agentId, fileTime: Number.parseInt(seconds, 16) * 1000 + Math.floor(Number.parseInt(nanos, 16) / 1_000_000) }
}

interface AttemptFile {
  open(fileName: string): LogWriter
  list(): readonly LogFile[]
  read(fileName: string): Uint8Array | undefined
  /** Whether somebody writes. */
  busy(): boolean
  release(): void
}

function createAttemptFile(folder: string, attemptId: number): AttemptFile {
  const path = pathOf(folder, attemptId)
  const writers = new Set<() => void>()
  const index = createIndex(path)
  let handle: number | undefined
  let idle: NodeJS.Timeout | undefined
  const release = (): void => {
    clearTimeout(idle)
    if (handle !== undefined) closeSync(handle)
    handle = undefined
  }
  const append = (member: Uint8Array): void => {
    if (handle === undefined) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      handle = openSync(path, 'a', 0o600)
      idle = setTimeout(release, CLOSE_AFTER_MS).unref()
    } else idle?.refresh()
    writeSync(handle, member)
  }
  const flushAll = (): void => { for (const flush of writers) flush() }
  return {
    open: (fileName) => {
      let pending: Buffer[] = []
      let size = 0
      let timer: NodeJS.Timeout | undefined
      const flush = (): void => {
        clearTimeout(timer)
        timer = undefined
        if (size === 0) return
        const content = pending.length === 1 ? pending[0] as Buffer : Buffer.concat(pending)
        pending = []
        size = 0
        append(gzipMember(fileName, content))
      }
      writers.add(flush)
      return {
        write: (bytes) => {
          const chunk = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes)
          pending.push(chunk)
          size += chunk.length
          if (size >= FLUSH_BYTES) flush()
          else timer ??= setTimeout(flush, FLUSH_AFTER_MS).unref()
        },
        close: async () => {
          writers.delete(flush)
          flush()
        },
      }
    },
    list: () => { flushAll(); return index.list() },
    read: (fileName) => { flushAll(); return index.read(fileName) },
    busy: () => writers.size > 0,
    release,
  }
}

/** Whether a member that ends here was written to its end: there the file ends too, or the next one begins. */
function isWhole(handle: number, end: number, size: number): boolean {
  if (end >= size) return end === size
  const start = Buffer.alloc(MAGIC.length)
  readSync(handle, start, 0, MAGIC.length, end)
  return start.equals(MAGIC)
}

interface Index { list(): readonly LogFile[]; read(fileName: string): Uint8Array | undefined }

/** Which members belong to which name; reads on from where the last look ended. */
function createIndex(path: string): Index {
  const places = new Map<string, { start: number; length: number }[]>()
  let seen = 0
  const withFile = <T>(work: (handle: number, size: number) => T, missing: T): T => {
    let handle: number
    try { handle = openSync(path, 'r') } catch { return missing }
    try { return work(handle, fstatSync(handle).size) } finally { closeSync(handle) }
  }
  const scan = (handle: number, size: number): void => {
    const block = Buffer.alloc(Math.min(1 << 20, Math.max(LONGEST_HEADER, size - seen)))
    let from = 0
    let bytes = block.subarray(0, 0)
    while (seen < size) {
      if (seen < from || seen + LONGEST_HEADER > from + bytes.length) {
        from = seen
        bytes = block.subarray(0, readSync(handle, block, 0, block.length, from))
      }
      const member = readMember(bytes, seen - from)
      if (member === undefined || !isWhole(handle, seen + member.length, size)) {
        // A torn write of a process that died: go on at the next header, or wait for more.
        const next = nextMember(bytes, seen - from + 1)
        if (next < 0) return
        seen = from + next
        continue
      }
      const known = places.get(member.name)
      if (known === undefined) places.set(member.name, [{ start: seen, length: member.length }])
      else known.push({ start: seen, length: member.length })
      seen += member.length
    }
  }
  return {
    list: () => {
      withFile(scan, undefined)
      return [...places].map(([name, parts]) => describe(name, parts.reduce((sum, part) => sum + part.length, 0)))
    },
    read: (fileName) => withFile<Uint8Array | undefined>((handle, size) => {
      scan(handle, size)
      const parts = places.get(fileName)
      return parts && Buffer.concat(parts.map((part) => {
        const bytes = Buffer.alloc(part.length)
        readSync(handle, bytes, 0, part.length, part.start)
        return bytes
      }))
    }, undefined),
  }
}
