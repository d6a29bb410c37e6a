import { mediaMetrics } from '../../generated/catalogue.ts'
import type { MediaMetric } from '../../generated/catalogue.ts'
import { mediaMetricTexts } from '../../generated/metric-texts.ts'
import type { Context } from '../graph/context.ts'
import { isOwn } from '../graph/media-facts.ts'
import { listOf } from '../graph/params.ts'
import type { Params } from '../graph/params.ts'
import { noPermission, refuse } from '../graph/refusal.ts'
import { lifetime } from '../world/lifetime.ts'
import { every, isShared, refuses } from '../world/media.ts'
import type { Media } from '../world/media.ts'
import { divide, groupsOf, saltOf } from '../world/numbers.ts'
import type { Weighted } from '../world/words.ts'
import { PERIODS, answers, chosenFields, needInsights, oneOf, readMetrics, versionNumber } from './rules.ts'
import { dateOf } from '../world/dates.ts'

const BREAKDOWNS = ['action_type', 'follow_type', 'story_navigation_action_type', 'surface_type'] as const
const FEWEST_VIEWERS = 5
/** The wording changed with v18.0; when exactly is not known. */
const NEW_WORDING = '2023-09-12'
const catalogue = new Map(mediaMetrics.map((metric) => [metric.name, metric]))

/**
 * `GET /{ig-media-id}/insights` (IG §2.13): lifetime numbers, the period whatever was asked for.
 * @throws Refusal for the whole request when one metric is refused
 */
export function readMediaInsights(context: Context, media: Media, args: Params, fieldsText?: string): { readonly data: readonly object[] } {
  needInsights(context, 'IGMedia')
  if (!isOwn(media)) throw noPermission()
  const names = readMetrics(context, 'media', args)
  if (media.child > 0) throw refuse('carousel_child')
  if (media.preConversion) throw refuse('before_conversion')
  const breakdowns = listOf(args.get('breakdown'))
  breakdowns.forEach((name, i) => oneOf(`breakdown[${i}]`, name, BREAKDOWNS))
  for (const period of listOf(args.get('period'))) oneOf('period', period, PERIODS)
  const metrics = names.map((name) => catalogue.get(name))
  checkProduct(context, media, names, metrics)
  checkBreakdowns(metrics, breakdowns)
  if (media.kind === 'STORY' && viewers(context, media) < FEWEST_VIEWERS) throw refuse('too_few_viewers')
  if (metrics.some((metric) => metric?.needsFacebookShare === true) && !isShared(media)) throw refuse('not_shared_to_facebook')
  return { data: context.noData || isTooOld(context, media) ? [] : chosenFields(names.map((name) => item(context, media, name, breakdowns[0])), fieldsText) }
}

const DAY_MS = 86_400_000

/** Where a scenario says how long media answer: older ones have no data. Meta's documentation says two years, probes found more (IG §3.6). */
const isTooOld = (context: Context, media: Media) => media.account.mediaInsightsDays > 0 && context.now - media.postedAt > media.account.mediaInsightsDays * DAY_MS

function checkProduct(context: Context, media: Media, names: readonly string[], metrics: readonly (MediaMetric | undefined)[]): void {
  const refused = names.filter((_, i) => !answersFor(context, media, metrics[i]))
  if (refused.length === 0) return
  const date = dateOf(context.now)
  const still = catalogue.get('impressions')
  if (refused.includes('impressions') && still?.deprecated !== null && still?.deprecated !== undefined && date >= still.deprecated.date && (media.kind === 'FEED_IMAGE' || media.kind === 'FEED_CAROUSEL')) {
    throw refuse('impressions_gone')
  }
  if (date >= NEW_WORDING) throw refuse('wrong_product_type', { metrics: refused.join(', ') })
  const kind = media.kind === 'REELS' ? 'reel' : media.kind === 'STORY' ? 'story' : media.kind === 'FEED_CAROUSEL' ? 'carousel' : 'single post'
  throw refused.length === 1 ? refuse('incompatible_metric', { metrics: refused.join() }) : refuse('incompatible_metrics', { metrics: refused.join(', '), kind })
}

function answersFor(context: Context, media: Media, metric: MediaMetric | undefined): boolean {
  const since = metric?.products[media.kind]
  if (metric === undefined || since === undefined || since > dateOf(context.now) || !metric.hosts.includes(context.dialect)) return false
  if (refuses(media, metric.name)) return false
  if (answers(context, metric)) return true
  const still = metric.stillAnswers
  return still !== null && context.version.number <= versionNumber(still.upToVersion) && media.postedAt < Date.parse(still.mediaBefore)
}

function checkBreakdowns(metrics: readonly (MediaMetric | undefined)[], breakdowns: readonly string[]): void {
  if (breakdowns.length === 0) return
  const without = metrics.filter((metric) => metric !== undefined && !breakdowns.every((name) => metric.breakdowns.includes(name)))
  if (without.length > 0) throw refuse('bad_media_breakdown', { breakdowns: breakdowns.join(', '), metrics: without.map((metric) => metric?.name).join(', ') })
}

function viewers(context: Context, media: Media): number {
  return every(media, media.account.stories.fewViewersEvery, 0) ? FEWEST_VIEWERS - 1 : lifetime(media, 'reach', context.world.seed, context.now)
}

function item(context: Context, media: Media, name: string, breakdown: string | undefined): object {
  const text = mediaMetricTexts[name]
  const value = valueOf(context, media, name)
  const shown = { name, period: 'lifetime', values: [{ value }], title: text?.title ?? name, description: text?.description ?? '' }
  const id = `${media.id}/insights/${name}/lifetime`
  if (breakdown === undefined) return { ...shown, id }
  const parts = partsOf(media, name, breakdown, value)
  const results = parts.filter(({ count }) => count > 0).map((part) => ({ dimension_values: [part.value], value: part.count }))
  return { ...shown, total_value: { value, breakdowns: [{ dimension_keys: [breakdown], results }] }, id }
}

/** Old names of a number that goes on under another one. */
const SAME_AS: Readonly<Record<string, string>> = {
  carousel_album_engagement: 'engagement', carousel_album_impressions: 'impressions', carousel_album_reach: 'reach', carousel_album_saved: 'saved', carousel_album_video_views: 'video_views',
}
const TAPS: Readonly<Record<string, string>> = { exits: 'tap_exit', taps_forward: 'tap_forward', taps_back: 'tap_back' }

function valueOf(context: Context, media: Media, name: string): number {
  const { seed } = context.world
  const tap = TAPS[name]
  if (media.post?.numbers?.[name] !== undefined) return lifetime(media, name, seed, context.now)
  if (tap === undefined) return lifetime(media, SAME_AS[name] ?? name, seed, context.now)
  return partsOf(media, 'navigation', 'story_navigation_action_type', lifetime(media, 'navigation', seed, context.now)).find((part) => part.value === tap)?.count ?? 0
}

/** How a number divides: as the scenario says, else made up. */
function partsOf(media: Media, name: string, breakdown: string, value: number): readonly { readonly value: string, readonly count: number }[] {
  const given = media.post?.numbers?.[name]
  if (typeof given === 'object') return divide(value, groupsOf(given) ?? [], undefined)
  return divide(value, SPLITS[breakdown] ?? [], saltOf(media.account, `${name}:${breakdown}`, media.number))
}

const SPLITS: Readonly<Record<string, readonly Weighted[]>> = {
  action_type: [{ value: 'bio_link_clicked', weight: 60 }, { value: 'direction', weight: 15 }, { value: 'call', weight: 12 }, { value: 'email', weight: 8 }, { value: 'text', weight: 4 }, { value: 'other', weight: 1 }],
  story_navigation_action_type: [{ value: 'tap_forward', weight: 70 }, { value: 'tap_exit', weight: 16 }, { value: 'tap_back', weight: 8 }, { value: 'swipe_forward', weight: 6 }],
}
