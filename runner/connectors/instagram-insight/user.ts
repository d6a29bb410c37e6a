import { addDays, pacificDay, readUserInsights, userMetric } from '../../../sdk/index.ts'
import type { UserInsightsBatch, WantedUserMetric } from '../../../sdk/index.ts'
import type { Batch, Column } from '../../model/warehouse.ts'
import type { Account } from './accounts.ts'
import { metricKey } from './state.ts'
import type { Reading } from './source.ts'
import { TABLES, userRows } from './tables.ts'

const CONCURRENCY = 16
const KEPT_DAYS = 729

/** Reads an account's own numbers, a batch for each window and group of metrics that Meta takes together. */
export async function* readUser(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  const seen = createSeen(`number ${account.id} `, reading.finished)
  for (const { since, metrics } of bySince(reading, account)) yield* readFrom(reading, account, since, metrics, seen)
  reading.report.empty(account, seen.empty())
  if (reading.settings.userMetrics.some((wanted) => !seen.isRefused(wanted))) reading.report.serve()
  if (!seen.asked()) tellOldWindow(reading, account)
}

async function* readFrom(reading: Reading, account: Account, since: string | undefined, metrics: readonly WantedUserMetric[], seen: Seen): AsyncGenerator<Batch, void, undefined> {
  const { settings, graph, report, finished, signal } = reading
  const prefix = `user ${account.id} `
  const today = pacificDay(graph.now)
  const done = new Set([...finished].filter((unit) => unit.startsWith(prefix)).map((unit) => unit.slice(prefix.length)))
  const range = { ...(since === undefined ? {} : { since }), ...(settings.until === undefined ? {} : { until: settings.until }) }
  const request = { userId: account.id, metrics, reading: settings.reading, totalDays: settings.totalDays, ...range }
  const isRefused = (wanted: WantedUserMetric): boolean => seen.isRefused(wanted)
  for await (const part of readUserInsights(graph.client, request, { done, isRefused, now: graph.now, concurrency: CONCURRENCY, signal })) {
    report.add(account, part.skipped)
    const units = seen.note(part)
    if (part.wanted.length === 0) continue
    const rows = part.rows.flatMap((row) => userRows(account, row, today))
    yield { columns: columnsFor(part), rows, unit: prefix + part.key, finishes: [prefix + part.key, ...units] }
  }
  remember(reading, account, metrics, seen, settings.until === undefined || settings.until > today ? today : settings.until)
}

/** Where not one metric could be asked for, the window is looked at all the same: mending the metrics alone would not help. */
function tellOldWindow({ settings: { since, until }, graph, report }: Reading, account: Account): void {
  const oldest = addDays(pacificDay(graph.now), -KEPT_DAYS)
  if (since === undefined || since >= oldest || report.skipped().some(({ reason }) => reason.startsWith(since))) return
  report.add(account, [{ metric: undefined, node: account.id, reason: 'Meta keeps two years only', code: 'range', removed: null, replacement: null, days: { from: since, to: until === undefined || until > oldest ? oldest : until } }])
}

/** Metrics that begin on the same day; a saved load goes on where each of them ended. */
function bySince({ settings, progress, graph }: Reading, account: Account): readonly { readonly since: string | undefined; readonly metrics: readonly WantedUserMetric[] }[] {
  const groups = new Map<string | undefined, WantedUserMetric[]>()
  const until = settings.until ?? pacificDay(graph.now)
  for (const wanted of settings.userMetrics) {
    const since = settings.incremental ? progress.since(account, wanted, settings.since) : settings.since
    // Up to date: only what has no window is left to read.
    const day = since !== undefined && since > until ? until : since
    groups.set(day, [...groups.get(day) ?? [], wanted])
  }
  return [...groups].map(([since, metrics]) => ({ since, metrics }))
}

function remember({ progress }: Reading, account: Account, metrics: readonly WantedUserMetric[], seen: Seen, upTo: string): void {
  for (const wanted of metrics) {
    if (seen.isRefused(wanted) || userMetric(wanted.metric)?.historyDays === null) continue
    progress.reached(account, wanted, upTo, seen.lastDay(wanted))
  }
}

/** A value that is not whole needs a column that can hold it. */
function columnsFor(part: UserInsightsBatch): readonly Column[] {
  const { columns } = TABLES.user
  const whole = part.rows.every(({ value }) => (typeof value === 'number' ? Number.isInteger(value) : Object.values(value).every(Number.isInteger)))
  return whole ? columns : columns.map((column) => (column.name === 'value' ? { ...column, type: 'double' } : column))
}

/** What came of each metric as it is wanted, also in an earlier run of the same load. */
interface Seen {
  isRefused(wanted: WantedUserMetric): boolean
  /** Whether Meta was asked for anything at all. */
  asked(): boolean
  /** Takes a part into account; the units tell a resumed load. */
  note(part: UserInsightsBatch): readonly string[]
  /** Metrics that were answered without a number every time. */
  empty(): readonly string[]
  lastDay(wanted: WantedUserMetric): string | undefined
}

const REFUSED = 'refused'

function createSeen(prefix: string, finished: ReadonlySet<string>): Seen {
  const refused = new Set<string>()
  const empty = new Map<string, string>()
  const last = new Map<string, string>()
  let asked = false
  for (const unit of finished) {
    if (!unit.startsWith(prefix)) continue
    const [day = '', ...key] = unit.slice(prefix.length).split(' ')
    if (day === REFUSED) refused.add(key.join(' '))
    else last.set(key.join(' '), later(day, last.get(key.join(' '))))
  }
  return {
    isRefused: (wanted) => refused.has(metricKey(wanted)),
    asked: () => asked,
    note: ({ key, rows, skipped, empty: without, wanted }) => {
      asked ||= key !== 'plan'
      const units: string[] = []
      for (const one of skipped.filter(({ days }) => days === undefined).flatMap((one) => one.wanted ?? [])) {
        refused.add(metricKey(one))
        // What the catalogue refuses is found again.
        if (key !== 'plan') units.push(`${prefix}${REFUSED} ${metricKey(one)}`)
      }
      for (const one of wanted) {
        if (without.includes(one.metric)) empty.set(metricKey(one), one.metric)
        const day = lastDayOf(rows.filter(({ metric }) => metric === one.metric))
        if (day === undefined || later(day, last.get(metricKey(one))) === last.get(metricKey(one))) continue
        last.set(metricKey(one), day)
        units.push(`${prefix}${day} ${metricKey(one)}`)
      }
      return units
    },
    empty: () => [...new Set([...empty].flatMap(([key, metric]) => (last.has(key) || refused.has(key) ? [] : [metric])))],
    lastDay: (wanted) => last.get(metricKey(wanted)),
  }
}

const later = (one: string, other: string | undefined): string => (other !== undefined && other > one ? other : one)

/** The last day that the rows describe; undefined where there are none. */
function lastDayOf(rows: UserInsightsBatch['rows']): string | undefined {
  const days = rows.map(({ day, dayAfter }) => (dayAfter === undefined ? day ?? '' : addDays(dayAfter, -1)))
  return days.length === 0 ? undefined : days.reduce((one, other) => later(one, other))
}
