import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadReport } from '../model/connector.ts'
import { parseJson, stringifyJson, type Json } from '../model/json.ts'

/** What the loads of each attempt brought: a line each in a file of the home, read by whoever shows the attempt. */
export interface LoadReports {
  add(attemptId: number, report: LoadReport): void
  of(attemptId: number): readonly LoadReport[]
  remove(attemptIds: readonly number[]): void
}

/** Reports of a run in memory go with it: its attempts have no number of their own in the home. */
export function createMemoryReports(): LoadReports {
  const all = new Map<number, readonly LoadReport[]>()
  return {
    add: (attemptId, report) => { all.set(attemptId, [...(all.get(attemptId) ?? []), report]) },
    of: (attemptId) => all.get(attemptId) ?? [],
    remove: (attemptIds) => { for (const id of attemptIds) all.delete(id) },
  }
}

export function createLoadReports(home: string): LoadReports {
  const folder = join(home, 'reports')
  const fileOf = (attemptId: number): string => join(folder, `${attemptId}.jsonl`)
  return {
    add: (attemptId, report) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      appendFileSync(fileOf(attemptId), `${stringifyJson(report as unknown as Json)}\n`, { mode: 0o600 })
    },
    of: (attemptId) => {
      let text: string
      try { text = readFileSync(fileOf(attemptId), 'utf8') } catch { return [] }
      return text.split('\n').filter((line) => line.endsWith('}')).map((line) => parseJson(line) as unknown as LoadReport)
    },
    remove: (attemptIds) => { for (const id of attemptIds) rmSync(fileOf(id), { force: true }) },
  }
}
