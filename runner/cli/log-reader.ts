import type { Client, LogFile } from '../client/client.ts'

/** A piece of what one task wrote. */
export interface LogPiece { readonly file: LogFile; readonly text: string }

/** Remembers how far each file was read, so that following shows every byte once. */
export function createLogReader(client: Client, attemptId: string, taskPrefix: string | undefined): () => Promise<readonly LogPiece[]> {
  const read = new Map<string, { readonly size: number; readonly shown: number; readonly decoder: TextDecoder }>()
  return async () => {
    const pieces: LogPiece[] = []
    for (const file of inOrder(await client.logFiles(attemptId, taskPrefix))) {
      const before = read.get(file.fileName)
      if (before !== undefined && before.size === file.fileSize) continue
      const bytes = Buffer.from(await client.readLog(attemptId, file))
      const shown = before?.shown ?? 0
      // A character may be split between two readings.
      const decoder = before?.decoder ?? new TextDecoder()
      if (bytes.length > shown) pieces.push({ file, text: decoder.decode(bytes.subarray(shown), { stream: true }) })
      read.set(file.fileName, { size: file.fileSize, shown: bytes.length, decoder })
    }
    return pieces
  }
}

/** By the first file of each task, then by file (digdag §9.3). */
function inOrder(files: readonly LogFile[]): readonly LogFile[] {
  const first = new Map<string, string>()
  for (const { taskName, fileName } of files) {
    const known = first.get(taskName)
    const key = timeKey(fileName)
    if (known === undefined || key < known) first.set(taskName, key)
  }
  return [...files].sort((a, b) => compare(first.get(a.taskName) ?? '', first.get(b.taskName) ?? '') || compare(a.taskName, b.taskName) || compare(timeKey(a.fileName), timeKey(b.fileName)))
}

/** The sixteen hex digits of seconds and nanoseconds in a log file's name. */
const timeKey = (fileName: string): string => /@([0-9a-f]{16})\./.exec(fileName)?.[1] ?? fileName
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
