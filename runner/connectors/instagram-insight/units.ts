import type { ListedMedia } from './tables.ts'

const PLAN = 'at '

/** The unit that keeps the time of the first run: a resumed load asks for the same windows. */
export const planUnit = (now: number): string => `${PLAN}${now}`

export function plannedAt(finished: ReadonlySet<string>): number | undefined {
  for (const unit of finished) if (unit.startsWith(PLAN)) return Number(unit.slice(PLAN.length))
  return undefined
}

/** How far a list of posts was read, by an earlier run and by this one. */
export interface Position {
  /** An earlier run read all of it. */
  readonly done: boolean
  /** What an earlier run read before its last page is newer than that, Unix seconds. */
  readonly readFrom: number | undefined
  /** Takes the posts of a page that were not taken before: pages overlap when posts appear or vanish meanwhile. */
  take<T extends ListedMedia>(page: readonly T[]): Taken<T>
  readonly doneUnit: string
}

export interface Taken<T> {
  readonly posts: readonly T[]
  /** Names the page, so that a later run leaves its posts out. */
  readonly unit: string
  /** All of the page was there before: a list that goes round in circles ends here. */
  readonly repeats: boolean
}

/** Pages have no lasting names (cursors die, posts come and go), so a page is named by its newest time and the ids on it. */
export function positionOf(list: string, finished: ReadonlySet<string>): Position {
  const [doneUnit, prefix] = [`${list} done`, `${list} from `]
  const pages = [...finished].filter((unit) => unit.startsWith(prefix)).map((unit) => {
    const [newest = '', ...ids] = unit.slice(prefix.length).split(' ')
    return { newest: newest === '' ? Infinity : Number(newest), ids }
  })
  const readFrom = Math.min(...pages.map(({ newest }) => newest))
  const before = new Set(pages.flatMap(({ ids }) => ids))
  const taken = new Set<string>()
  return {
    done: finished.has(doneUnit), doneUnit, readFrom: Number.isFinite(readFrom) ? readFrom : undefined,
    take: (page) => {
      const repeats = page.length > 0 && page.every(({ id }) => taken.has(id))
      const posts = page.filter(({ id }) => !before.has(id) && !taken.has(id) && taken.add(id))
      for (const { id } of page) taken.add(id)
      const newest = Math.max(...page.map((post) => secondsOf(post) ?? -Infinity))
      return { posts, repeats, unit: `${prefix}${Number.isFinite(newest) ? newest : ''} ${page.map(({ id }) => id).join(' ')}` }
    },
  }
}

/** When a post was made, Unix seconds. */
export function secondsOf(media: ListedMedia): number | undefined {
  const at = Date.parse(String(media['timestamp'] ?? ''))
  return Number.isNaN(at) ? undefined : Math.floor(at / 1000)
}
