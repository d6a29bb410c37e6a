import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { newestVersion, versionStatus } from '../../../sdk/index.ts'
import { readDirectory } from '../../project/directory.ts'
import type { ProjectFile } from '../../model/project.ts'
import { checkConfig, checkType, checkVersion, writtenVersion } from './config.ts'
import { checkDates } from './dates.ts'
import { applyEdits } from './edit.ts'
import { findingAt, type Finding } from './finding.ts'
import { findLoads, pairAt, scalarAt, textAt, type FoundLoad, type YamlModule } from './loads.ts'
import { checkMetrics } from './metrics.ts'
import { checkToken, openTokens, secretOf } from './secrets.ts'

/** A file of a project that loads Instagram insights, and what is wrong with it. */
export interface Diagnosis {
  readonly path: string
  readonly text: string
  readonly mode: number
  readonly findings: readonly Finding[]
  /** Where its loads take their tokens from, and which data they load. */
  readonly needs: readonly TokenNeed[]
}

export interface TokenNeed { readonly secret: string | undefined; readonly authentication: string | undefined; readonly dataType: string | undefined }

/** Looks at every YAML file of a project for loads of Instagram insights, and for tokens that anybody can read. */
export async function diagnose(directory: string, now: number, label: (path: string) => string): Promise<readonly Diagnosis[]> {
  const yaml = await import('yaml')
  const files = readDirectory(directory).filter(({ path, linkTarget }) => linkTarget === undefined && /\.(ya?ml|dig)$/.test(path))
  return files.flatMap((file) => diagnoseFile(yaml, file, now, label(file.path)))
}

function diagnoseFile(yaml: YamlModule, { path, content, mode }: ProjectFile, now: number, file: string): readonly Diagnosis[] {
  const text = Buffer.from(content).toString('utf8')
  const source = { file, text }
  const { loads, problems } = findLoads(yaml, source)
  const findings = [...problems.map((problem) => ({ ...problem, edits: [] })), ...openTokens(source), ...loads.flatMap((load) => findingsOf(load, now))]
  if (loads.length === 0 && findings.length === 0) return []
  const needs = loads.map((load) => ({ secret: secretOf(load), authentication: literalAt(load, 'td_authentication_id'), dataType: textAt(load, 'data_type') }))
  const isText = Buffer.from(text).equals(content)
  return [{ path, text, mode, needs, findings: isText ? findings : [notUtf8(source), ...findings.map((finding) => ({ ...finding, edits: [] }))] }]
}

function findingsOf(load: FoundLoad, now: number): readonly Finding[] {
  const version = writtenVersion(load)
  const versions = checkVersion(load, now)
  // What --fix makes of the version is what metrics are judged for.
  const asked = version === undefined || versions.length > 0 || versionStatus(version, now).state !== 'served' ? newestVersion(now) : version
  return [...checkType(load), ...versions, ...checkMetrics(load, { host: 'facebook', version: asked, now }), ...checkDates(load, now), ...checkToken(load), ...checkConfig(load)]
}

const literalAt = (load: FoundLoad, key: string): string | undefined => (pairAt(load, key) && scalarAt(load, key) && !textAt(load, key)?.includes('${') ? textAt(load, key) : undefined)

const notUtf8 = (source: { readonly file: string; readonly text: string }): Finding => ({
  ...findingAt(source, Math.max(0, source.text.indexOf('\uFFFD')), { severity: 'warning', message: 'the file is not UTF-8, so it cannot be mended here', hint: 'save it as UTF-8: Treasure Data reads it so too' }), excerpt: '',
})

/** Writes what can be mended, each file whole or not at all; a file that changed meanwhile stays as it is. Answers the findings that were mended. */
export function mend(directory: string, diagnoses: readonly Diagnosis[]): readonly Finding[] {
  return diagnoses.flatMap(({ path, text, mode, findings }) => {
    const fixable = findings.filter(({ edits }) => edits.length > 0)
    const file = join(directory, path)
    if (fixable.length === 0 || readFileSync(file, 'utf8') !== text) return []
    replaceFile(file, applyEdits(text, fixable.flatMap(({ edits }) => edits)), mode)
    return fixable
  })
}

function replaceFile(file: string, text: string, mode: number): void {
  const beside = join(dirname(file), `.${basename(file)}.mending`)
  try {
    writeFileSync(beside, text)
    chmodSync(beside, mode)
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}
