import { Project } from 'ts-morph'
import type { OptionalKind, PropertySignatureStructure } from 'ts-morph'
import { keyOf, quote, union } from './literal.ts'
import type { MediaMetric, Model, UserForm, UserMetric, VersionDate, VersionRow } from './model.ts'

/** `metric-rules.ts`: what the compiler knows of each metric; a refused combination is a compile error that says why. */
export function rulesText(model: Model): string {
  const file = new Project({ useInMemoryFileSystem: true, manipulationSettings: { indentationText: '  ' as never } }).createSourceFile('metric-rules.ts')
  const { metrics, versions } = model
  file.addTypeAlias({ isExported: true, name: 'ServedVersion', docs: [`Versions that were served on ${metrics.asOf}.`], type: union(servedOn(versions, metrics.asOf).map((row) => row.version)) })
  file.addInterface({
    isExported: true, name: 'ExpiredVersions', docs: ['Versions that are no longer served, with why.'],
    properties: versions.filter((row) => row.until !== null && row.until <= metrics.asOf).map((row) => ({ name: quote(row.version), isReadonly: true, type: quote(`${row.version} expired on ${row.until}`) })),
  })
  file.addInterface({ isExported: true, name: 'UserMetricRules', docs: ['User metrics by form.'], properties: metrics.user.map((metric) => userRule(metric, metrics.asOf)) })
  file.addInterface({ isExported: true, name: 'MediaMetricRules', docs: ['Media metrics.'], properties: metrics.media.map((metric) => mediaRule(metric, model)) })
  return file.getFullText().replaceAll(/;$/gm, '')
}

function userRule(metric: UserMetric, asOf: string): OptionalKind<PropertySignatureStructure> {
  const served = metric.forms.filter((form) => !isGone(form.removed, asOf))
  const last = metric.forms.at(-1)
  const members = served.length === 0
    ? [`gone: ${quote(goneText(metric.name, last?.removed ?? '', last?.replacement ?? null))}`]
    : [...metric.forms.map((form) => `${form.metricType}: ${isGone(form.removed, asOf) ? `{ gone: ${quote(goneText(`${metric.name} as ${form.metricType}`, form.removed ?? '', form.replacement))} }` : formRule(form)}`), ...missingForm(metric), ...metric.value === 'object' ? ['value: Readonly<Record<string, number>>'] : []]
  return { name: metric.name, isReadonly: true, type: `{ ${members.join(', ')} }`, docs: [docOf(metric, served.length === 0 ? last : undefined)] }
}

function formRule(form: UserForm): string {
  const parts = [`period: ${union(form.periods)}`, `periods: ${quote(form.periods.join(', '))}`, `breakdown: ${union(form.breakdowns)}`, `breakdowns: ${quote(form.breakdowns.join(', '))}`, `host: ${union(form.hosts)}`]
  if (form.timeframes.length > 0) parts.push(`timeframe: ${union(form.timeframes)}`, `timeframes: ${quote(form.timeframes.join(', '))}`)
  return `{ ${parts.join(', ')} }`
}

function missingForm(metric: UserMetric): readonly string[] {
  const has = new Set(metric.forms.map((form) => form.metricType))
  return [
    ...has.has('time_series') ? [] : [`time_series: { gone: ${quote(`${metric.name} needs metric_type: 'total_value'`)} }`],
    ...has.has('total_value') ? [] : [`total_value: { gone: ${quote(`${metric.name} is a time series and has no total_value`)} }`],
  ]
}

function mediaRule(metric: MediaMetric, model: Model): OptionalKind<PropertySignatureStructure> {
  const { asOf } = model.metrics
  const gone = isGone(metric.removed, asOf)
  const kinds = Object.keys(metric.products)
  const upTo = metric.stillAnswers?.upToVersion
  const members = gone && upTo === undefined ? [`gone: ${quote(goneText(metric.name, metric.removed ?? '', metric.replacement))}`] : [
    `kind: ${union(kinds)}`, `kinds: ${quote(kinds.join(', '))}`, `breakdown: ${union(metric.breakdowns)}`, `breakdowns: ${quote(metric.breakdowns.join(', '))}`, `host: ${union(metric.hosts)}`,
    ...upTo === undefined ? [] : [`versions: ${union(servedOn(model.versions, asOf).map((row) => row.version).filter((version) => number(version) <= number(upTo)))}`, `later: ${quote(`${metric.name} is refused from ${metric.deprecated?.version ?? ''} on; ask for ${metric.replacement ?? 'something else'}`)}`],
  ]
  return { name: keyOf(metric.name), isReadonly: true, type: `{ ${members.join(', ')} }`, docs: [docOf(metric, gone ? metric : undefined)] }
}

function docOf(metric: { readonly description: string, readonly unit: string }, gone: { readonly deprecated: VersionDate | null, readonly removed: string | null, readonly replacement: string | null } | undefined): string {
  const unit = metric.unit === 'times' || metric.description.toLowerCase().includes(`in ${metric.unit}`) ? '' : ` In ${metric.unit}.`
  const text = `${metric.description}${unit}`
  if (!gone) return text
  return `${text}\n@deprecated Refused by ${gone.deprecated?.version ?? 'newer versions'} since ${gone.deprecated?.date ?? ''}, by every version since ${gone.removed ?? ''}. ${gone.replacement ? `Use ${gone.replacement}.` : 'There is no replacement.'}`
}

function goneText(what: string, removed: string, replacement: string | null): string {
  return `${what} was removed for every version on ${removed}; ${replacement ? `ask for ${replacement} instead` : 'it has no replacement'}`
}

function isGone(removed: string | null, asOf: string): boolean {
  return removed !== null && removed <= asOf
}

function servedOn(versions: readonly VersionRow[], day: string): readonly VersionRow[] {
  return versions.filter((row) => row.introduced <= day && (row.until === null || row.until > day))
}

function number(version: string): number {
  return Number(version.slice(1))
}

