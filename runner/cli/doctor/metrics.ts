import { mediaMetric, mediaMetricStatus, userMetric, userMetricStatus } from '../../../sdk/index.ts'
import type { AskedAt, MetricStatus, WantedMediaMetric, WantedUserMetric } from '../../../sdk/index.ts'
import { readMediaMetrics, readUserMetrics } from '../../connectors/instagram-insight/metrics.ts'
import type { Edit } from './edit.ts'
import { entriesOf, removalOf, rewritten, type Entry, type Renamed } from './entries.ts'
import { findingAt, type Finding } from './finding.ts'
import { rangeOf, textAt, type FoundLoad } from './loads.ts'

type Node = 'user' | 'media'
type Wanted = WantedUserMetric & Pick<WantedMediaMetric, 'metric'>

/** Metrics of a load that Meta has removed, or will, or never answered so: with date and what takes their place. */
export function checkMetrics(load: FoundLoad, at: AskedAt): readonly Finding[] {
  const type = textAt(load, 'data_type')
  if (type !== 'user' && type !== 'media') return []
  const judged = entriesOf(load, type === 'media' ? ['metrics'] : ['metrics', 'incremental_user_metrics']).map((entry) => ({ entry, ...verdictOf(type, entry, at) }))
  const taken = new Set(judged.flatMap(({ wanted, verdict }) => (verdict.state === 'gone' ? [] : wanted.map((one) => keyOf(type, one)))))
  const plans = judged.map(({ entry, verdict }): Plan => {
    if (verdict.state !== 'gone') return { entry, verdict, step: 'keep' }
    const { replacement } = verdict
    if (replacement === undefined) return { entry, verdict, step: verdict.removed ? 'remove' : 'tell' }
    const keys = readWanted(type, { value: tokenOf(type, replacement), ...(replacement.breakdown === undefined ? {} : { breakdown: replacement.breakdown }) }).map((one) => keyOf(type, one))
    if (keys.every((key) => taken.has(key))) return { entry, verdict, step: 'remove' }
    for (const key of keys) taken.add(key)
    return { entry, verdict, step: 'replace' }
  })
  const removed = plans.filter(({ step }) => step === 'remove').map(({ entry }) => entry)
  return plans.flatMap((plan) => findingOf(load, type, plan, removed))
}

interface Plan { readonly entry: Entry; readonly verdict: Verdict; readonly step: 'keep' | 'replace' | 'remove' | 'tell' }

function findingOf(load: FoundLoad, node: Node, { entry, verdict, step }: Plan, removed: readonly Entry[]): readonly Finding[] {
  const [from] = rangeOf(entry.name)
  if (verdict.state === 'served') return []
  if (verdict.state === 'ending') return [findingAt(load.source, from, { severity: 'warning', message: `${entry.text}: Meta removes it on ${verdict.date}`, hint: verdict.replacement === undefined ? 'there is no replacement' : `use ${shown(node, verdict.replacement)}` })]
  const message = `${entry.text}: ${verdict.reason}`
  if (step === 'tell') return [findingAt(load.source, from, { message })]
  if (step === 'replace' && verdict.replacement) return [findingAt(load.source, from, { message, hint: `use ${shown(node, verdict.replacement)}`, edits: rewritten(load, entry, { ...verdict.replacement, name: tokenOf(node, verdict.replacement) }) })]
  const edits: readonly Edit[] = removalOf(load, entry, removed)
  const why = verdict.replacement === undefined ? 'nothing replaces it' : `${shown(node, verdict.replacement)} is there`
  return [findingAt(load.source, from, { message, hint: `take it out: ${why}${edits.length === 0 ? ' (by hand: nothing would be left of the list)' : ''}`, edits })]
}

type Verdict =
  | { readonly state: 'served' }
  /** `removed`: there is no form of the metric that Meta answers. */
  | { readonly state: 'gone'; readonly reason: string; readonly removed: boolean; readonly replacement: Renamed | undefined }
  | { readonly state: 'ending'; readonly date: string; readonly replacement: Renamed | undefined }

function verdictOf(node: Node, entry: Entry, at: AskedAt): { readonly wanted: readonly Wanted[]; readonly verdict: Verdict } {
  const wanted = readWanted(node, entry.value)
  return { wanted, verdict: wanted.map((one) => judge(node, one, at)).find(({ state }) => state !== 'served') ?? { state: 'served' } }
}

/** What the connector makes of an entry; nothing where it would refuse it. */
function readWanted(node: Node, value: Entry['value']): readonly Wanted[] {
  const ignore = (): void => undefined
  return (node === 'user' ? readUserMetrics([value], '', true, ignore) : readMediaMetrics([value], '', true, ignore)) as readonly Wanted[]
}

function judge(node: Node, wanted: Wanted, at: AskedAt): Verdict {
  const status = statusOf(node, wanted, at)
  if (status.state === 'refused') return { state: 'gone', reason: status.reason.replace(/; (use|there is) .*$/, ''), removed: status.removed !== null, replacement: renamed(node, status.replacement) ?? otherForm(node, wanted, at) }
  const timeframe = node === 'user' ? wrongTimeframe(wanted) : undefined
  if (timeframe !== undefined) return timeframe
  const forms = node === 'user' ? userMetric(wanted.metric)?.forms ?? [] : [mediaMetric(wanted.metric)].filter((one) => one !== undefined)
  // A metric goes when the last of its forms does.
  const last = [...forms].sort((one, other) => (other.removed ?? '9').localeCompare(one.removed ?? '9'))[0]
  return status.state === 'unknown' || last === undefined || last.removed === null || Date.parse(last.removed) <= at.now ? { state: 'served' } : { state: 'ending', date: last.removed, replacement: renamed(node, last.replacement) }
}

const statusOf = (node: Node, wanted: Wanted, at: AskedAt): MetricStatus => (node === 'user' ? userMetricStatus(wanted, at) : mediaMetricStatus(wanted.metric, undefined, at))

/** Audiences were once counted over other times (IG §3.2). */
function wrongTimeframe({ metric, timeframe }: WantedUserMetric): Verdict | undefined {
  const known = userMetric(metric)?.forms.find(({ timeframes }) => timeframes.length > 0)?.timeframes
  if (timeframe === undefined || known === undefined || known.includes(timeframe)) return undefined
  return { state: 'gone', reason: `Meta answers for the timeframes ${known.join(' and ')} only, not ${timeframe}`, removed: false, replacement: { metric, period: 'lifetime', timeframe: known[0] ?? '' } }
}

/** `profile_links_taps with breakdown=contact_button_type` of the catalogue. A metric that needs a breakdown gets each one by itself, and Treasure Data knows it so. */
function renamed(node: Node, text: string | null): Renamed | undefined {
  const [, metric = '', breakdown] = /^([a-z_]+)(?: with breakdown=([a-z_,]+))?/.exec(text ?? '') ?? []
  const form = node === 'user' ? userMetric(metric)?.forms.at(-1) : undefined
  if (node === 'user' ? form === undefined : !mediaMetric(metric)) return undefined
  return { metric, ...(form?.periods[0] === undefined ? {} : { period: form.periods[0], metricType: form.metricType }), ...(breakdown === undefined || (node === 'user' && userMetric(metric)?.breakdownRequired) ? {} : { breakdown }) }
}

/** The metric lives, and only the period is not one of its own (any more). */
function otherForm(node: Node, { metric, period, breakdown }: Wanted, at: AskedAt): Renamed | undefined {
  if (node === 'media' || period === undefined || userMetricStatus({ metric, breakdown }, at).state !== 'served') return undefined
  const form = userMetric(metric)?.forms.find((one) => userMetricStatus({ metric, metricType: one.metricType, breakdown }, at).state === 'served')
  return form?.periods[0] === undefined || form.periods.some((one) => one === period) ? undefined : { metric, period: form.periods[0] }
}

const tokenOf = (node: Node, { metric, period }: Renamed): string => (node === 'user' && period !== undefined ? `${metric}-${period}` : metric)

const shown = (node: Node, renamed: Renamed): string => {
  const more = [renamed.breakdown === undefined ? '' : `, breakdown: ${flowText(renamed.breakdown)}`, renamed.timeframe === undefined ? '' : `, timeframe: ${renamed.timeframe}`].join('')
  return more === '' ? tokenOf(node, renamed) : `{value: ${tokenOf(node, renamed)}${more}}`
}

const flowText = (text: string): string => (text.includes(',') ? `"${text}"` : text)

/** Two entries with one key bring the same rows. */
function keyOf(node: Node, { metric, period, breakdown, timeframe }: Wanted): string {
  const names = typeof breakdown === 'string' ? [breakdown] : [...breakdown ?? []].sort()
  return [metric, node === 'user' ? period ?? userMetric(metric)?.forms[0]?.periods[0] : '', names.join('+'), timeframe ?? ''].join(' ')
}
