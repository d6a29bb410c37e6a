import { mkdirSync, openSync, closeSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Millis } from '../model/clock.ts'
import { RunnerError } from '../model/error.ts'
import type { LogFile, LogWriter, TaskLogs } from '../model/logs.ts'

type LoggedAttempt = Parameters<TaskLogs['open']>[0]

/**
 * Task logs as digdag's `run -O DIR` keeps them (digdag §8.3, §10.5): a gzip file per run of a task, named after it, below
 * the day on which the attempt began (UTC) and the attempt's number. A task that prints nothing leaves no file.
 */
export function openLogFolder(options: { readonly path: string; readonly agentId: string }): TaskLogs {
  const folderOf = (attempt: LoggedAttempt): string => join(options.path, new Date(attempt.createdAt).toISOString().slice(0, 10), String(attempt.id))
  let runs = 0
  return {
    open: (attempt, taskName, at) => openFile(folderOf(attempt), fileName(taskName, at, runs++, options.agentId)),
    list: async (attempt, taskPrefix) => namesIn(folderOf(attempt)).map((name) => describe(folderOf(attempt), name)).filter((file) => taskPrefix === undefined || file.taskName.startsWith(taskPrefix)),
    read: async (attempt, name) => {
      if (/[/\\\0]/.test(name) || name === '..' || name === '.') throw new RunnerError('invalid', `Invalid log file name: ${name}`)
      return namesIn(folderOf(attempt)).includes(name) ? readFileSync(join(folderOf(attempt), name)) : undefined
    },
    remove: async (attemptIds) => {
      for (const day of namesIn(options.path)) for (const id of attemptIds) rmSync(join(options.path, day, String(id)), { recursive: true, force: true })
    },
  }
}

const hex = (value: number): string => value.toString(16).padStart(8, '0')
const fileName = (taskName: string, at: Millis, run: number, agentId: string): string =>
  `${taskName.replaceAll('/', '%2F')}@${hex(Math.floor(at / 1000))}${hex((at % 1000) * 1_000_000 + (run % 1_000_000))}.${agentId}.log.gz`

const namesIn = (folder: string): readonly string[] => { try { return readdirSync(folder) } catch { return [] } }

function describe(folder: string, name: string): LogFile {
  const [, taskName = '', seconds = '0', nanos = '0', agentId = ''] = /^(.*)@([0-9a-f]{8})([0-9a-f]{8})\.(.*)\.log\.gz$/s.exec(name) ?? []
  return { fileName: name, fileSize: statSync(join(folder, name)).size, taskName: taskName.replaceAll('%2F', '/'), agentId, fileTime: Number.parseInt(seconds, 16) * 1000 + Math.floor(Number.parseInt(nanos, 16) / 1_000_000) }
}

/** Every write is a gzip member of its own, so that the file can be read at any time. */
function openFile(folder: string, name: string): LogWriter {
  let handle: number | undefined
  return {
    write: (bytes) => {
      if (bytes.length === 0) return
      if (handle === undefined) {
        mkdirSync(folder, { recursive: true })
        handle = openSync(join(folder, name), 'a', 0o600)
      }
      writeSync(handle, gzipSync(bytes))
    },
    close: async () => { if (handle !== undefined) closeSync(handle); handle = undefined },
  }
}
