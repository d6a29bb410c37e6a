import type { ListedMedia } from './tables.ts'

const PLAN = 'at '

/** The unit that keeps the time of the first run: a resumed load asks for the same windows. */
export const planUnit = (now: number): string => `${PLAN}${now}`

export function plannedAt(finished: ReadonlySet<string>): number | undefined {
  for (const unit of finished) if (unit.startsWith(PLAN)) return Number(unit.slice(PLAN.length))
  return undefined
}

/** How far a list of posts, newest first, was read by an earlier run. */
export interface Position {
  readonly done: boolean
  /** Posts from then on (Unix seconds) were read, but for others of that very second. */
  readonly readFrom: number | undefined
  isRead(media: ListedMedia): boolean
  /** Names a page, so that a later run goes on behind it. */
  unitOf(page: readonly ListedMedia[], index: number): string
  readonly doneUnit: string
}

/** Pages have no lasting names (cursors die), so a page is named by its oldest post. */
export function positionOf(list: string, finished: ReadonlySet<string>): Position {
  const doneUnit = `${list} done`
  const ends = [...finished].filter((unit) => unit.startsWith(`${list} to `)).map((unit) => {
    const [seconds = '', ...ids] = unit.slice(`${list} to `.length).split(' ')
    return { seconds: Number(seconds), ids }
  }).filter(({ seconds }) => Number.isFinite(seconds))
  const readFrom = ends.length === 0 ? undefined : Math.min(...ends.map(({ seconds }) => seconds))
  const atEdge = new Set(ends.filter(({ seconds }) => seconds === readFrom).flatMap(({ ids }) => ids))
  return {
    done: finished.has(doneUnit), readFrom, doneUnit,
    isRead: (media) => {
      const at = secondsOf(media)
      return readFrom !== undefined && at !== undefined && (at > readFrom || atEdge.has(media.id))
    },
    unitOf: (page, index) => {
      const times = page.map(secondsOf)
      const oldest = Math.min(...times.map((at) => at ?? Infinity))
      if (!Number.isFinite(oldest)) return `${list} page ${index}`
      // Ids of earlier pages at the same second are known to this run through the units of those pages.
      return `${list} to ${oldest} ${page.filter((_, i) => times[i] === oldest).map(({ id }) => id).join(' ')}`
    },
  }
}

/** When a post was made, Unix seconds. */
export function secondsOf(media: ListedMedia): number | undefined {
  const at = Date.parse(String(media['timestamp'] ?? ''))
  return Number.isNaN(at) ? undefined : Math.floor(at / 1000)
}
