import { mediaMetric, mediaMetricStatus, metricNames, userMetric, userMetricStatus } from '../../../sdk/index.ts'
import type { AskedAt, MediaKind, WantedMediaMetric, WantedUserMetric } from '../../../sdk/index.ts'

interface MediaPreset { readonly kinds: readonly MediaKind[]; readonly edges: readonly MediaEdge[] }

/** Where media are listed: posts and reels, and the stories of the last 24 hours. */
export type MediaEdge = 'media' | 'stories'

const POSTS: readonly MediaKind[] = ['FEED_IMAGE', 'FEED_CAROUSEL', 'FEED_VIDEO', 'REELS']

/** The presets of IG §7.2 by the kinds of media they are about. */
export const MEDIA_PRESETS: Readonly<Record<string, MediaPreset>> = {
  media_all: { kinds: [...POSTS, 'STORY'], edges: ['media', 'stories'] },
  story_metrics: { kinds: ['STORY'], edges: ['stories'] },
  carousel_album_metrics: { kinds: ['FEED_CAROUSEL'], edges: ['media'] },
  photo_and_videos_metrics: { kinds: ['FEED_IMAGE', 'FEED_VIDEO', 'REELS'], edges: ['media'] },
}

/** Presets for accounts; ours, Treasure Data documents none. */
export const USER_PRESETS: Readonly<Record<string, true>> = { user_all: true }

/** What a preset stands for on a day: every metric that is then answered for one of its kinds. So it never asks for what Meta removed, and for what was usual then at an older date. */
export function mediaPreset(name: string, at: AskedAt): readonly WantedMediaMetric[] {
  const kinds = MEDIA_PRESETS[name]?.kinds ?? []
  const answered = (metric: string): boolean => kinds.some((kind) => {
    const known = mediaMetric(metric)
    return known !== undefined && known.documented && !known.needsFacebookShare && !known.documentedOnly.includes(kind) && mediaMetricStatus(metric, kind, at).state === 'served'
  })
  return metricNames('media').filter(answered).map((metric) => ({ metric, ...(metric === 'navigation' ? { breakdown: 'story_navigation_action_type' } : {}) }))
}

/** Every documented account metric that is answered on a day, each with its periods. */
export function userPreset(at: AskedAt): readonly WantedUserMetric[] {
  return metricNames('user').flatMap((metric) => {
    const known = userMetric(metric)
    if (!known?.documented || userMetricStatus({ metric }, at).state !== 'served') return []
    const form = known.forms.find((one) => userMetricStatus({ metric, metricType: one.metricType }, at).state === 'served')
    return (form?.periods ?? []).flatMap((period) => withBreakdowns({ metric, period }))
  })
}

/** Audiences are asked for by city, by country, and by age with gender, as other connectors do; what needs a breakdown gets its own. */
export function withBreakdowns(wanted: WantedUserMetric): readonly WantedUserMetric[] {
  const known = userMetric(wanted.metric)
  if (!known?.breakdownRequired || wanted.breakdown !== undefined) return [wanted]
  const form = known.forms.find((one) => one.breakdowns.length > 0)
  if (!form) return [wanted]
  const sets = form.combinable ? [['city'], ['country'], ['age', 'gender']] : form.breakdowns.map((name) => [name])
  return sets.map((breakdown) => ({ ...wanted, metricType: form.metricType, breakdown }))
}
