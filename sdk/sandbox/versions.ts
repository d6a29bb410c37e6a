import { versions } from '../generated/catalogue.ts'
import type { VersionRow } from '../generated/catalogue.ts'
import type { ServedVersion } from './graph/context.ts'
import { unknownPath } from './graph/refusal.ts'
import { versionNumber } from './insights/rules.ts'
import { dateOf } from './world/dates.ts'

/** The day from which v26.0's removals hold for every version (IG §1.2). */
const LEGACY_GONE = '2026-10-27'

/**
 * The version that serves a request: the named one; the oldest available where none, or an expired one, is named (IG §1.1),
 * also one from before the table begins.
 * @throws Refusal for one that is not yet introduced
 */
export function serve(name: string | undefined, now: number): ServedVersion {
  const date = dateOf(now)
  const named = name === undefined ? undefined : versions.find((row) => row.version === name)
  const isOlder = name !== undefined && versionNumber(name) < versionNumber(FIRST.version)
  if (name !== undefined && !isOlder && (named === undefined || named.introduced > date)) throw unknownPath(`/${name}`)
  if (named !== undefined && isServed(named, date)) return shown(named)
  return shown(versions.find((row) => isServed(row, date)) ?? FIRST)
}

const FIRST = versions[0] as VersionRow

/** Whether `pretty`, `date_format`, `?ids=` and ETags still exist for a version. */
export const hasLegacyProtocol = (version: ServedVersion, now: number) => version.number < 26 && dateOf(now) < LEGACY_GONE

const isServed = (row: VersionRow, date: string) => row.introduced <= date && (row.until === null || row.until > date)
const shown = (row: VersionRow): ServedVersion => ({ name: row.version, number: versionNumber(row.version) })
