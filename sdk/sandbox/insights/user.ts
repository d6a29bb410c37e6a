import { timeframes, userMetrics } from '../../generated/catalogue.ts'
import type { UserMetric, UserMetricForm } from '../../generated/catalogue.ts'
import { userMetricTexts } from '../../generated/metric-texts.ts'
import type { Context } from '../graph/context.ts'
import { followersAt, shownId } from '../graph/edges.ts'
import { listOf } from '../graph/params.ts'
import type { Params } from '../graph/params.ts'
import type { PageOf } from '../graph/paging.ts'
import { invalid, refuse } from '../graph/refusal.ts'
import type { Account } from '../world/account.ts'
import { dayOf, startOfDay } from '../world/pacific.ts'
import { demographics } from './demographics.ts'
import { PERIODS, answers, chosenFields, needInsights, oneOf, readMetrics } from './rules.ts'
import { timeSeries } from './series.ts'
import { totalValue } from './totals.ts'
import type { UserQuery } from './query.ts'
import type { Window } from './window.ts'
import { adjacent, bucketEnds, readWindow, usualWindow } from './window.ts'
import { dateOf } from '../world/dates.ts'

const METRIC_TYPES = ['default', 'time_series', 'total_value'] as const
const BREAKDOWNS = ['age', 'city', 'contact_button_type', 'country', 'follow_type', 'gender', 'media_product_type'] as const
const DAY_MS = 86_400_000
/** Small accounts had follower metrics before this day (IG §3.2). */
const MINIMUM_SINCE = '2019-12-03'
const catalogue = new Map(userMetrics.map((metric) => [metric.name, metric]))

interface Asked { readonly metric: UserMetric, readonly form: UserMetricForm }

/**
 * `GET /{ig-user-id}/insights` (IG §2.12). One refused metric refuses the request; what is valid and has no data is left out.
 * @throws Refusal in the order of IG §10: names, metric_type, period, breakdown, window, age of follower_count
 */
export function readUserInsights(context: Context, account: Account, args: Params, fieldsText?: string): PageOf {
  needInsights(context, 'IGUser')
  const names = readMetrics(context, 'user', args)
  const total = readMetricType(args)
  const asked = names.flatMap((name) => formOf(context, name, total) ?? [])
  checkForms(context, names, total)
  const period = readPeriod(args, asked)
  const breakdowns = readBreakdowns(args, asked, total)
  const timeframe = readTimeframe(context, args)
  // Snapshots take no window: since and until are ignored (IG §3.6).
  const snapshot = period === 'lifetime' && !names.includes('online_followers')
  const buckets = total ? 1 : 2
  const window = snapshot ? usualWindow(context.now, buckets) : readWindow(context, args, buckets)
  checkAge(context, names, window)
  const query: UserQuery = { account, period, breakdowns, timeframe, window, ends: bucketEnds(window, context.now, account.unfinishedDay) }
  const data = context.noData ? [] : chosenFields(asked.flatMap(({ metric, form }) => item(context, metric, form, query) ?? []), fieldsText)
  return snapshot || data.length === 0 ? { data } : { data, paging: { ...adjacent(context, `${shownId(context, account)}/insights`, args, window) } }
}

function readMetricType(args: Params): boolean {
  const type = args.get('metric_type')
  if (type === undefined || type === '') return false
  oneOf('metric_type', type, METRIC_TYPES)
  return type === 'total_value'
}

/** The form of a metric that answers now; undefined where the name is accepted and nothing answers. */
function formOf(context: Context, name: string, total: boolean): Asked | undefined {
  const metric = catalogue.get(name)
  const form = metric?.forms.find((one) => (one.metricType === 'total_value') === total && one.hosts.includes(context.dialect) && answers(context, one))
  return metric === undefined || form === undefined ? undefined : { metric, form }
}

/** @throws Refusal for metrics that exist and do not answer in the form asked for */
function checkForms(context: Context, names: readonly string[], total: boolean): void {
  // What answers on the other host alone is left out of the data, without an error.
  const elsewhere = (name: string) => catalogue.get(name)?.forms.some((form) => (form.metricType === 'total_value') === total && answers(context, form)) === true
  const silent = names.filter((name) => formOf(context, name, total) === undefined && !elsewhere(name))
  const other = (name: string) => catalogue.get(name)?.forms.some((form) => (form.metricType === 'total_value') !== total && answers(context, form)) === true
  const threads = names.filter((name) => catalogue.get(name)?.documented === false && catalogue.get(name)?.minEngagements === 0)
  if (threads.length > 0) throw invalid(`The following metrics (${threads.join(',')}) are not supported on this Instagram account`)
  const needTotal = silent.filter(other)
  if (needTotal.length > 0 && !total) throw refuse('needs_total_value', { metrics: needTotal.join(',') })
  if (needTotal.length > 0) throw invalid(`The following metrics (${needTotal.join(',')}) are incompatible with the metric type (total_value)`)
  for (const name of silent) {
    const gone = catalogue.get(name)?.forms.find((form) => form.deprecated !== null)?.deprecated
    if (gone?.version !== undefined) throw invalid(`Starting from version ${gone.version} and above, the ${name} metric is no longer supported`)
  }
}

function readPeriod(args: Params, asked: readonly Asked[]): string {
  const period = args.get('period')
  if (period === undefined || period === '') throw invalid('The parameter period is required')
  const [only = '', ...more] = listOf(period)
  if (more.length > 0) throw invalid('Only one period can be given')
  oneOf('period', only, PERIODS)
  const wrong = asked.filter(({ form }) => !form.periods.some((one) => one === only))
  if (wrong.length > 0) throw refuse('wrong_period', { metrics: wrong.map(({ metric }) => metric.name).join(','), period: only })
  return only
}

/** A breakdown of a time series is left out without a word (IG §9); a name that is none is refused there too. */
function readBreakdowns(args: Params, asked: readonly Asked[], total: boolean): readonly string[] {
  const breakdowns = listOf(args.get('breakdown') ?? args.get('breakdowns'))
  breakdowns.forEach((name, i) => oneOf(`breakdown[${i}]`, name, BREAKDOWNS))
  if (!total) return []
  const fits = asked.every(({ form }) => breakdowns.every((name) => form.breakdowns.includes(name)) && (breakdowns.length < 2 || form.combinable))
  if (!fits) throw refuse('bad_user_breakdown')
  return breakdowns
}

function readTimeframe(context: Context, args: Params): string | undefined {
  const name = args.get('timeframe')
  if (name === undefined || name === '') return undefined
  oneOf('timeframe', name, timeframes.filter((row) => answers(context, row)).map((row) => row.name))
  return name
}

/** follower_count reaches back 30 days from v9.0 on, for every version since 2021-05-09 (IG §3.2); whether days are then counted in UTC or in California is not known: both are taken. */
function checkAge(context: Context, names: readonly string[], window: Window): void {
  if (!window.given || !names.includes('follower_count') || (context.version.number < 9 && dateOf(context.now) < '2021-05-09')) return
  const oldest = Math.min(startOfDay(dayOf(context.now) - 30), Math.floor(context.now / DAY_MS) * DAY_MS - 30 * DAY_MS)
  if (window.since < oldest) throw refuse('follower_count_too_old')
}

function item(context: Context, metric: UserMetric, form: UserMetricForm, query: UserQuery): object | undefined {
  if (dateOf(context.now) >= MINIMUM_SINCE && metric.minFollowers > followersAt(query.account, context)) return undefined
  const text = userMetricTexts[metric.name] ?? { title: metric.name, description: '' }
  const id = `${shownId(context, query.account)}/insights/${metric.name}/${query.period}`
  if (form.metricType === 'time_series') {
    const values = timeSeries(context, metric, query)
    return values === undefined ? undefined : { name: metric.name, period: query.period, values, title: text.title, description: text.description, id }
  }
  const total = query.period === 'lifetime' ? demographics(context, metric, query) : totalValue(context, metric, query)
  if (total === undefined) return undefined
  return { name: metric.name, period: query.period, title: text.title, description: text.description, ...total, id }
}
