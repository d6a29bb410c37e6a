import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Millis } from '../../model/clock.ts'
import { parseJson, stringifyJson, type Json } from '../../model/json.ts'
import type { QueryResult } from '../../model/warehouse.ts'

/** Results of jobs, for `td_result_export>`: one file each beside the staging files, kept for a week. */
export interface KeptResults {
  keep(result: QueryResult): void
  find(jobId: string): QueryResult | undefined
}

const KEPT_MS = 7 * 24 * 3600 * 1000
/** Larger results are not kept: re-run the query where they are needed. */
const MOST_ROWS = 100_000

export function createKeptResults(folder: string, now: () => Millis): KeptResults {
  const file = (jobId: string): string => join(folder, `${jobId}.json`)
  let swept = false
  const sweep = (): void => {
    if (swept) return
    swept = true
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      if (now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { force: true })
    }
  }
  return {
    keep: (result) => {
      if (result.rows.length > MOST_ROWS) return
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      sweep()
      const path = file(result.jobId)
      writeFileSync(`${path}.new`, stringifyJson(result as unknown as Json), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
    find: (jobId) => (/^\d+$/.test(jobId) && existsSync(file(jobId)) ? (parseJson(readFileSync(file(jobId), 'utf8')) as unknown as QueryResult) : undefined),
  }
}
