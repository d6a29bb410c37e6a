import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Which project was last pushed from which directory: `wf run` there reads that project's secrets (contract). */
export interface PushedDirectories { remember(directory: string, project: string): void; find(directory: string): string | undefined }

export function createPushedDirectories(home: string): PushedDirectories {
  const file = join(home, 'pushed.json')
  const read = (): Record<string, string> => { try { return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string> } catch { return {} } }
  return {
    find: (directory) => read()[directory],
    remember: (directory, project) => writeFileSync(file, `${JSON.stringify({ ...read(), [directory]: project }, null, 1)}\n`, { mode: 0o600 }),
  }
}
