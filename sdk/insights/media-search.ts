import { GraphError } from '../error.ts'
import type { GraphErrorCode } from '../error.ts'
import type { MediaInsight } from '../generated/entities.ts'
import type { Part, PartReader } from './media-parts.ts'
import type { KnownMedia } from './media-plan.ts'
import { isBeforeConversion, noteConversion, noteKinds } from './media-refusals.ts'
import type { Refusals } from './media-refusals.ts'
import { concernsMetric, OF_THE_MEDIA, skippedBy } from './skipped.ts'
import type { Skipped } from './skipped.ts'

/** What reading a page has brought so far. */
export interface Findings {
  readonly userId: string
  readonly refusals: Refusals
  readonly reader: PartReader
  /** By media, then by breakdown and metric. */
  readonly insights: Map<string, Map<string, MediaInsight>>
  readonly skipped: Skipped[]
  /** Media without any insights, and `media metric` that was refused by itself. */
  readonly out: Set<string>
}

export const isOut = ({ out }: Findings, media: KnownMedia, metric: string): boolean => out.has(media.id) || out.has(`${media.id} ${metric}`)

/** So many refused media are searched for; where a run has more of them, the rest is asked one by one, in batches. */
const FEW = 3

/**
 * Reads a run of neighbours, newest first, without those that refuse. One that refuses has its whole run refused: it is found by
 * halving, and what follows it is asked as a whole again.
 * @param refusal how the whole run was refused just now
 */
export async function searchRun(findings: Findings, part: Part, refusal: GraphError): Promise<void> {
  let left = part.media
  let known: { readonly suspects: number, readonly code: GraphErrorCode } | undefined = { suspects: left.length, code: refusal.code }
  let refused = 0
  let next = firstCut(findings, left, refusal.code)
  while (left.length > 0) {
    if (refused > 0 && isBeforeConversion(findings.refusals, findings.userId, left[0])) return leaveOut(findings, part, left, refusal)
    if (refused >= FEW) { await readEach(findings, { ...part, media: left }); return }
    const asked: Part = { ...part, media: left.slice(0, next) }
    const error = next === 1 ? await readEach(findings, asked) : await readWhole(findings, asked)
    if (error && next > 1) {
      known = { suspects: next, code: error.code }
      next = Math.ceil(next / 2)
      continue
    }
    left = left.slice(next)
    const suspects: number = error || known === undefined ? 0 : known.suspects - next
    known = suspects > 0 ? { suspects, code: known?.code ?? 'unknown' } : undefined
    if (error) refused++
    // Those posted before the account became professional stand together.
    next = error?.code === 'before-conversion' ? 1 : suspects > 0 ? Math.ceil(suspects / 2) : left.length
  }
}

/** Those posted before the account became professional are the oldest: perhaps it is the last one alone, perhaps all of them. */
function firstCut({ refusals, userId }: Findings, left: readonly KnownMedia[], code: GraphErrorCode): number {
  if (code !== 'before-conversion') return Math.ceil(left.length / 2)
  return isBeforeConversion(refusals, userId, left[0]) ? 1 : Math.max(1, left.length - 1)
}

function leaveOut(findings: Findings, part: Part, media: readonly KnownMedia[], refusal: GraphError): void {
  for (const { id } of media) if (!findings.out.has(id)) {
    findings.out.add(id)
    findings.skipped.push(skippedBy(refusal, id, undefined))
  }
  noteConversion(findings.refusals, findings.userId, media, 'refused')
}

/**
 * Reads media one by one; on graph.facebook.com 50 of them to a call. What one refuses is told, the rest of it is read.
 * @returns the first refusal
 */
export function readEach(findings: Findings, part: Part): Promise<GraphError | undefined> {
  return readSingles(findings, part.media.map((media) => ({ ...part, media: [media] })))
}

/** Tells what a single media refused just now, and reads the rest of it. */
export async function readOthers(findings: Findings, part: Part, refusal: GraphError): Promise<void> {
  await readSingles(findings, afterRefusal(findings, part, refusal))
}

async function readSingles(findings: Findings, singles: readonly Part[]): Promise<GraphError | undefined> {
  let first: GraphError | undefined
  let parts = singles
  for (;;) {
    parts = parts.map((one) => withoutOut(findings, one)).filter(({ metrics }) => metrics.length > 0)
    if (parts.length === 0) return first
    const answers = await findings.reader.read(parts)
    parts = answers.flatMap((answer) => {
      first ??= answer.error
      if (answer.error) return afterRefusal(findings, answer.part, answer.error)
      take(findings, answer.part, answer.insights)
      return []
    })
  }
}

async function readWhole(findings: Findings, part: Part): Promise<GraphError | undefined> {
  const [answer] = await findings.reader.read([part])
  if (answer?.error) {
    if (!concernsMetric(answer.error)) throw answer.error
    return answer.error
  }
  if (answer) await takeRun(findings, part, answer.insights)
  return undefined
}

/** Keeps what a run answered. A list that does not show what it was asked for (another order, no time filter) leaves media to be asked one by one. */
export async function takeRun(findings: Findings, part: Part, insights: ReadonlyMap<string, readonly MediaInsight[]> | undefined): Promise<void> {
  take(findings, part, insights)
  const missing = part.media.filter(({ id }) => insights?.has(id) !== true)
  if (missing.length > 0) await readEach(findings, { ...part, media: missing })
}

function take({ insights, refusals, userId }: Findings, part: Part, found: ReadonlyMap<string, readonly MediaInsight[]> | undefined): void {
  const answered = { ...part, media: part.media.filter(({ id }) => found?.has(id)) }
  noteKinds(refusals, answered, 'answered')
  noteConversion(refusals, userId, answered.media, 'answered')
  for (const [id, list] of found ?? []) {
    const known = insights.get(id) ?? new Map<string, MediaInsight>()
    for (const one of list) known.set(`${part.breakdown ?? ''} ${one.name}`, one)
    insights.set(id, known)
  }
}

/** Parts that remain after one media refused: without the metrics it names, in halves, or none. */
function afterRefusal(findings: Findings, part: Part, error: GraphError): readonly Part[] {
  if (!concernsMetric(error)) throw error
  const { metrics, media: [media] } = part
  const id = media?.id ?? ''
  if (error.code === 'before-conversion') noteConversion(findings.refusals, findings.userId, part.media, 'refused')
  if (OF_THE_MEDIA.has(error.code)) {
    if (!findings.out.has(id)) findings.skipped.push(skippedBy(error, id, undefined))
    findings.out.add(id)
    return []
  }
  const named = metrics.filter((name) => error.metrics.includes(name))
  if (error.code === 'unknown-metric' && named.length > 0) {
    for (const name of named) findings.refusals.everywhere.set(name, skippedBy(error, findings.userId, name))
    return [part]
  }
  const refused = named.length > 0 ? named : metrics.length === 1 ? metrics : []
  if (refused.length === 0) {
    const half = Math.ceil(metrics.length / 2)
    return [{ ...part, metrics: metrics.slice(0, half) }, { ...part, metrics: metrics.slice(half) }]
  }
  if (error.code !== 'permission') noteKinds(findings.refusals, { ...part, metrics: refused }, 'refused')
  for (const name of refused) {
    findings.out.add(`${id} ${name}`)
    findings.skipped.push(skippedBy(error, id, name))
  }
  return [part]
}

function withoutOut(findings: Findings, part: Part): Part {
  const [media] = part.media
  return { ...part, metrics: part.metrics.filter((metric) => !findings.refusals.everywhere.has(metric) && !(media && isOut(findings, media, metric))) }
}
