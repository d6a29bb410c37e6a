import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newestVersion } from '../../../sdk/index.ts'
import { readDirectory } from '../../project/directory.ts'
import { checkConfig, checkDates, checkToken, checkVersion } from './config.ts'
import { applyEdits } from './edit.ts'
import type { Finding } from './finding.ts'
import { findLoads, type FoundLoad } from './loads.ts'
import { checkMetrics } from './metrics.ts'

/** A file of a project that loads Instagram insights, and what is wrong with it. */
export interface Diagnosis { readonly path: string; readonly text: string; readonly findings: readonly Finding[] }

/** Looks at every YAML file of a project for loads of Instagram insights. */
export async function diagnose(directory: string, now: number, label: (path: string) => string): Promise<readonly Diagnosis[]> {
  const yaml = await import('yaml')
  const files = readDirectory(directory).filter(({ path, linkTarget }) => linkTarget === undefined && /\.(ya?ml|dig)$/.test(path))
  return files.flatMap(({ path }) => {
    const text = readFileSync(join(directory, path), 'utf8')
    const loads = findLoads(yaml, { file: label(path), text })
    return loads.length === 0 ? [] : [{ path, text, findings: loads.flatMap((load) => findingsOf(load, now)) }]
  })
}

function findingsOf(load: FoundLoad, now: number): readonly Finding[] {
  const at = { host: 'facebook', version: newestVersion(now), now } as const
  return [...checkVersion(load, now), ...checkMetrics(load, at), ...checkDates(load, now), ...checkToken(load), ...checkConfig(load)]
}

/** Writes what can be mended; answers how many findings that were. */
export function mend(directory: string, diagnoses: readonly Diagnosis[]): number {
  let mended = 0
  for (const { path, text, findings } of diagnoses) {
    const fixable = findings.filter(({ edits }) => edits.length > 0)
    if (fixable.length === 0) continue
    writeFileSync(join(directory, path), applyEdits(text, fixable.flatMap(({ edits }) => edits)))
    mended += fixable.length
  }
  return mended
}
