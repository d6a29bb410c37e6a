import { mediaMetric, mediaMetricStatus, userMetric, userMetricStatus } from '../../../sdk/index.ts'
import type { AskedAt } from '../../../sdk/index.ts'
import { splitToken } from '../../connectors/instagram-insight/metrics.ts'
import type { Edit } from './edit.ts'
import { findingAt, type Finding, type TextFile } from './finding.ts'
import { listAt, metricScalar, rangeOf, sourceText, textAt, type FoundLoad, type YamlModule } from './loads.ts'

/** Metrics of a load that Meta has removed, or will: with date and what takes their place. */
export function checkMetrics({ source, map, yaml }: FoundLoad, at: AskedAt): readonly Finding[] {
  const node = textAt(yaml, map, 'data_type') === 'media' ? 'media' : 'user'
  return ['metrics', 'incremental_user_metrics'].flatMap((key) => {
    const list = listAt(yaml, map, key)
    if (!list) return []
    const kept = new Set<string>()
    const names = list.items.map((item) => metricScalar(yaml, item))
    for (const scalar of names) if (scalar && statusOf(node, sourceText(scalar), at).state !== 'gone') kept.add(sourceText(scalar))
    return list.items.flatMap((item, index): readonly Finding[] => {
      const scalar = names[index]
      if (!scalar) return []
      const token = sourceText(scalar)
      const status = statusOf(node, token, at)
      if (status.state === 'served') return []
      const [from, to] = rangeOf(scalar)
      if (status.state === 'ending') return [findingAt(source, from, { severity: 'warning', message: `${token}: Meta removes it on ${status.date}`, ...(status.replacement === undefined ? {} : { hint: `use ${status.replacement}` }) })]
      const { replacement } = status
      const again = replacement !== undefined && kept.has(replacement)
      if (replacement !== undefined) kept.add(replacement)
      const edits = replacement === undefined || again ? removal(source, list, index) : [{ from, to, text: quotedLike(source.text.slice(from, to), replacement) }]
      return [findingAt(source, from, { message: `${token}: ${status.reason}`, hint: replacement === undefined ? 'take it out' : again ? `take it out: ${replacement} is there` : `use ${replacement}`, edits })]
    })
  }).concat(emptyLists(source, map, yaml))
}

type Status =
  | { readonly state: 'served' }
  | { readonly state: 'gone'; readonly reason: string; readonly replacement: string | undefined }
  | { readonly state: 'ending'; readonly date: string; readonly replacement: string | undefined }

function statusOf(node: 'user' | 'media', token: string, at: AskedAt): Status {
  const { metric, period } = splitToken(token.trim())
  const status = node === 'user' ? userMetricStatus({ metric, period }, at) : mediaMetricStatus(metric, undefined, at)
  if (status.state === 'unknown') return { state: 'served' }
  if (status.state === 'refused') return { state: 'gone', reason: status.reason, replacement: tokenFor(node, status.replacement) ?? samePlace(node, metric, at) }
  const ending = node === 'user' ? soonOf(userMetric(metric)?.forms ?? []) : soonOf([mediaMetric(metric)].filter((one) => one !== undefined))
  return ending === undefined ? { state: 'served' } : { state: 'ending', date: ending.date, replacement: tokenFor(node, ending.replacement) }
}

/** A metric goes when the last of its forms does. */
function soonOf(forms: readonly { readonly removed: string | null; readonly replacement: string | null }[]): { readonly date: string; readonly replacement: string | null } | undefined {
  const [last] = [...forms].sort((one, other) => (other.removed ?? '9').localeCompare(one.removed ?? '9'))
  return last === undefined || last.removed === null ? undefined : { date: last.removed, replacement: last.replacement }
}

/** `profile_links_taps with breakdown=contact_button_type` as an entry of a list: the metric with its period. */
function tokenFor(node: 'user' | 'media', replacement: string | null): string | undefined {
  const name = /^[a-z_]+/.exec(replacement ?? '')?.[0]
  if (name === undefined) return undefined
  return node === 'media' ? (mediaMetric(name) ? name : undefined) : userToken(name)
}

const userToken = (name: string): string | undefined => { const period = userMetric(name)?.forms[0]?.periods[0]; return period === undefined ? undefined : `${name}-${period}` }

/** The metric lives, and only the period is not one of its own (any more). */
function samePlace(node: 'user' | 'media', metric: string, at: AskedAt): string | undefined {
  if (node === 'media' || userMetricStatus({ metric }, at).state !== 'served') return undefined
  const form = userMetric(metric)?.forms.find((one) => userMetricStatus({ metric, metricType: one.metricType }, at).state === 'served')
  return form?.periods[0] === undefined ? undefined : `${metric}-${form.periods[0]}`
}

const quotedLike = (written: string, text: string): string => (/^['"]/.test(written) ? `${written[0]}${text}${written[0]}` : text)

/** Takes an entry out of a list: in a block with its lines, in a flow list with its comma. */
function removal({ text }: TextFile, list: { readonly items: readonly unknown[]; readonly flow?: boolean | undefined }, index: number): readonly Edit[] {
  const [from, to] = rangeOf(list.items[index] as Parameters<typeof rangeOf>[0])
  const next = list.items[index + 1]
  if (list.flow === true) {
    if (next !== undefined) return [{ from, to: rangeOf(next as Parameters<typeof rangeOf>[0])[0], text: '' }]
    const before = index === 0 ? from : rangeOf(list.items[index - 1] as Parameters<typeof rangeOf>[0])[1]
    return [{ from: before, to, text: '' }]
  }
  const end = text.indexOf('\n', Math.max(from, to - 1))
  return [{ from: text.lastIndexOf('\n', from) + 1, to: end === -1 ? text.length : end + 1, text: '' }]
}

/** Single metrics are wanted and none is named. */
function emptyLists(source: TextFile, map: FoundLoad['map'], yaml: YamlModule): readonly Finding[] {
  if (textAt(yaml, map, 'use_individual_metrics') !== 'true') return []
  if (['metrics', 'incremental_user_metrics'].some((key) => (listAt(yaml, map, key)?.items.length ?? 0) > 0)) return []
  return [findingAt(source, rangeOf(map)[0], { message: 'use_individual_metrics is true, and no metric is named' })]
}
