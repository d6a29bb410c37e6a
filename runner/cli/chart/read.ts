import { RunnerError } from '../../model/error.ts'
import { textOf, type Json } from '../../model/json.ts'
import type { Warehouse } from '../../model/warehouse.ts'
import { dayNumber, type AccountChart, type Series, type TopMedia } from './series.ts'

export interface ChartRequest {
  readonly database: string
  readonly userTable: string
  readonly mediaTable: string
  /** An account's id, user name or page; all accounts by default. */
  readonly account: string | undefined
  /** Only so many days before the last one that has a number. */
  readonly days: number
  readonly now: number
  readonly signal: AbortSignal
  readonly notice: (text: string) => void
}

/** What is drawn by day: as Meta counts them, `follower_count` is the new followers of a day. */
const DAILY: readonly { readonly metric: string; readonly title: string; readonly unit: string }[] = [
  { metric: 'reach', title: 'reach', unit: 'accounts a day' }, { metric: 'views', title: 'views', unit: 'times seen a day' },
  { metric: 'impressions', title: 'impressions', unit: 'times on screen a day' }, { metric: 'follower_count', title: 'new followers', unit: 'accounts a day' },
]
/** Media are ranked by the first of these that was loaded. */
const RANKING = ['views', 'reach', 'impressions', 'total_interactions', 'engagement', 'likes'] as const
const TOP = 10

type Row = readonly Json[]
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const listed = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')

/**
 * Reads the loads of the Instagram connector (the columns of `user` and `media`); of a number that was loaded more than once the latest counts.
 * @throws RunnerError `not-found` naming the tables there are when nothing can be drawn
 */
export async function readCharts(warehouse: Warehouse, request: ChartRequest): Promise<readonly AccountChart[]> {
  const databases = await warehouse.listDatabases()
  if (!databases.includes(request.database)) throw new RunnerError('not-found', `there is no database ${request.database}: nothing was loaded into it`, { hint: databases.length === 0 ? 'load something first, such as workflows/ig_insights' : `-d names another: ${databases.join(', ')}` })
  const tables = (await warehouse.listTables(request.database)).map(({ name }) => name)
  if (!tables.includes(request.userTable) && !tables.includes(request.mediaTable)) {
    throw new RunnerError('not-found', `database ${request.database} has no table ${request.userTable} and no table ${request.mediaTable}`, { hint: tables.length === 0 ? 'it has no tables: load something first' : `it has ${tables.join(', ')}: name others with --table and --media-table` })
  }
  const ask = async (sql: string): Promise<readonly Row[]> => (await warehouse.query({ database: request.database, sql, scheduledTime: request.now, signal: request.signal, notice: request.notice })).rows
  const days = tables.includes(request.userTable) ? await ask(dailySql(request.userTable)) : []
  const { metric, rows: media } = tables.includes(request.mediaTable) ? await topMedia(ask, request.mediaTable) : { metric: '', rows: [] }
  const accounts = accountsOf([...days, ...media]).filter((account) => request.account === undefined || account.names.includes(request.account))
  if (accounts.length === 0) throw new RunnerError('not-found', request.account === undefined ? `${request.database} holds no numbers to draw` : `${request.database} holds no numbers of ${request.account}`, { hint: `accounts there: ${accountsOf([...days, ...media]).map(({ title }) => title).join(', ') || 'none'}` })
  return accounts.map(({ id, title }) => ({
    account: title, series: seriesOf(days.filter((row) => row[0] === id), request.days), mediaMetric: metric,
    topMedia: media.filter((row) => row[0] === id).map(mediaOf),
  }))
}

const NAMES = 'account_id, max(username) AS username, max(page_name) AS page_name'

const dailySql = (table: string): string => `SELECT ${NAMES}, metric, day, max_by(value, time) AS value FROM ${quoted(table)}
  WHERE metric IN (${listed(DAILY.map(({ metric }) => metric))}) AND period = 'day' AND breakdown IS NULL AND value IS NOT NULL AND day IS NOT NULL GROUP BY account_id, metric, day ORDER BY day`

async function topMedia(ask: (sql: string) => Promise<readonly Row[]>, table: string): Promise<{ readonly metric: string; readonly rows: readonly Row[] }> {
  const there = new Set((await ask(`SELECT DISTINCT metric FROM ${quoted(table)} WHERE metric IN (${listed(RANKING)})`)).map((row) => row[0]))
  const metric = RANKING.find((name) => there.has(name))
  if (metric === undefined) return { metric: '', rows: [] }
  const rows = await ask(`SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY value DESC, media_id) AS place FROM (SELECT ${NAMES}, max_by(value, time) AS value, max_by(caption, time) AS caption, max(media_product_type) AS kind, max(posted_at) AS posted, max(permalink) AS permalink, media_id
    FROM ${quoted(table)} WHERE metric = '${metric}' AND breakdown IS NULL AND value IS NOT NULL GROUP BY account_id, media_id) AS latest) AS ranked WHERE place <= ${TOP} ORDER BY place`)
  return { metric, rows }
}

function accountsOf(rows: readonly Row[]): readonly { readonly id: Json; readonly title: string; readonly names: readonly string[] }[] {
  const found = new Map<Json, Row>()
  for (const row of rows) if (!found.has(row[0] ?? null)) found.set(row[0] ?? null, row)
  return [...found.values()].map(([id = null, username = null, page = null]) => {
    const names = [id, username, page].flatMap((name) => (name === null ? [] : [textOf(name)]))
    return { id, names, title: username === null ? names.at(-1) ?? '' : `@${textOf(username)}${page === null ? '' : ` (${textOf(page)})`}` }
  })
}

function seriesOf(rows: readonly Row[], days: number): readonly Series[] {
  const points = rows.map((row) => ({ metric: String(row[3]), day: String(row[4]).slice(0, 10), value: Number(row[5]) })).filter(({ day }) => /^\d{4}-\d\d-\d\d$/.test(day))
  const last = Math.max(...points.map(({ day }) => dayNumber(day)))
  return DAILY.map(({ metric, title, unit }) => ({ name: title, unit, points: points.filter((point) => point.metric === metric && dayNumber(point.day) > last - days).map(({ day, value }) => ({ day, value })) }))
    .filter((series) => series.points.length > 0)
}

const text = (value: Json | undefined): string => (value === null || value === undefined ? '' : textOf(value))

const mediaOf = ([, , , value, caption, kind, posted, url]: Row): TopMedia => ({
  title: text(caption) || 'without caption', kind: text(kind).toLowerCase(), posted: text(posted).slice(0, 10), value: Number(value), url: text(url) || null,
})
