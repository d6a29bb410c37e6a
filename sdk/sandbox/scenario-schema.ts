import { breakdownValues, mediaMetrics, userMetrics } from '../generated/catalogue.ts'
import { FACEBOOK_SCOPES, INSTAGRAM_SCOPES } from './tokens.ts'
import { SERIES_NAMES } from './world/numbers.ts'

// The JSON schema (2020-12) of a scenario file; `docs/sandbox.md` explains it with examples.
const text = { type: 'string', minLength: 1 } as const
const count = { type: 'integer', minimum: 0 } as const
const yes = { type: 'boolean' } as const
const date = { type: 'string', format: 'date' } as const
const ref = (name: string) => ({ $ref: `#/$defs/${name}` }) as const
const instant = ref('instant')
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', additionalProperties: false, ...(required.length === 0 ? {} : { required }), properties }) as const
const byName = <T>(names: readonly string[], make: (name: string) => T) => Object.fromEntries(names.map((name) => [name, make(name)]))

const byDate = ref('byDate')

const base = { type: 'number', minimum: 0, description: 'A day, at the anchor' } as const
const numberOr = (properties: object) => ({ type: ['number', 'object'], minimum: 0, additionalProperties: false, properties }) as const

const weight = { type: 'number', minimum: 0 } as const
const weights = (breakdown: string) => object(byName(breakdownValues[breakdown] ?? [], () => weight))

/** How a daily number runs: a bare number is that number on every day. */
function series(rolling: boolean, breakdowns: readonly string[]): object {
  return numberOr({
    base,
    trend: { type: 'number', exclusiveMinimum: -1, description: 'Growth a year: 0.2 is 20 %' },
    weekly: { type: 'array', items: { type: 'number', minimum: 0 }, minItems: 7, maxItems: 7, description: 'Factor by weekday, Sunday first' },
    noise: { type: 'number', minimum: 0, maximum: 1, description: 'Give or take this share' },
    days: { ...byDate, description: 'The number of a day in California, by its date' },
    ...(rolling ? { week: { ...byDate, description: 'Of the 7 days up to and including a date' }, days_28: byDate } : {}),
    ...(breakdowns.length === 0 ? {} : { groups: object(byName(breakdowns, weights)) }),
  })
}

/** Metrics that have the same periods and breakdowns have the same schema. */
const SERIES = SERIES_NAMES.filter((name) => name !== 'online_followers').map((name) => {
  const rolling = name === 'reach' || name === 'impressions'
  const breakdowns = [...new Set(userMetrics.find((metric) => metric.name === name)?.forms.flatMap((form) => form.breakdowns) ?? [])].sort()
  return { name, definition: ['series', ...(rolling ? ['rolling'] : []), ...breakdowns].join('_'), schema: series(rolling, breakdowns) }
})

/** What of a media has a name in the insights; `comments` is a number of comments of its own. */
const POST_METRICS = mediaMetrics.filter((metric) => Object.keys(metric.products).length > 0 && metric.name !== 'comments')

function lifetimeNumber(name: string): object {
  const metric = POST_METRICS.find((one) => one.name === name)
  const number = metric?.value === 'decimal' ? 'number' : 'integer'
  const [breakdown] = metric?.breakdowns ?? []
  if (breakdown === undefined) return { type: number, minimum: 0 }
  return { type: [number, 'object'], minimum: 0, additionalProperties: false, properties: byName(breakdownValues[breakdown] ?? [], () => count) }
}

const KINDS = ['FEED_IMAGE', 'FEED_CAROUSEL', 'FEED_VIDEO', 'REELS', 'AD'] as const
const names = POST_METRICS.map((metric) => metric.name)

const post = object({
  posted: instant, kind: { enum: [...KINDS, 'STORY'] }, caption: { type: 'string' },
  children: { type: 'integer', minimum: 2, maximum: 9 }, comments: { type: 'integer', minimum: 0, maximum: 99 },
  hideLikes: yes, copyright: yes, preConversion: yes, facebook: yes,
  refuses: { type: 'array', items: { enum: [...names, 'comments'] } },
  numbers: object(byName(names, lifetimeNumber)),
}, ['posted', 'kind'])

/** What a token may be said to be; two ways of saying the same exclude each other. */
const token = (scopes: readonly string[]) => ({
  ...object({
    expires: { if: { const: 'never' }, else: instant, description: 'A date (noon UTC), an instant, or never' }, expiresInDays: { type: 'number' }, issued: instant,
    scopes: { type: 'array', items: { enum: scopes } }, without: { type: 'array', items: { enum: scopes } }, revoked: { enum: [458, 459, 460, 464, 467] },
  }),
  dependentSchemas: { expires: { properties: { expiresInDays: false } }, scopes: { properties: { without: false } } },
}) as const

const account = {
  ...object({
    page: { ...text, description: 'Name of the Facebook page' },
    pageId: { type: 'string', pattern: '^[0-9]{5,20}$' },
    repeat: { type: 'integer', minimum: 1, maximum: 10000, description: 'So many accounts like this one; a number is put behind the page’s name' },
    instagram: { type: 'boolean', description: 'False for a page without an Instagram account' },
    username: { type: 'string', pattern: '^[A-Za-z0-9._]{1,30}$' },
    name: text, biography: text, website: text,
    followers: count, follows: count, tagged: count,
    media: object({
      count, days: { type: 'integer', minimum: 1, maximum: 3650 },
      mix: { type: 'array', minItems: 1, items: { enum: KINDS } },
      preConversion: count, hiddenLikesEvery: count, copyrightEvery: count, noViewsEvery: count, hiddenEvery: count, comments: { type: 'number', minimum: 0, maximum: 99 },
    }),
    stories: object({ perDay: { type: 'integer', minimum: 0, maximum: 6 }, fewViewersEvery: count }),
    posts: { type: 'array', items: ref('post'), description: 'These posts and stories and no others' },
    numbers: object({ ...Object.fromEntries(SERIES.map(({ name, definition }) => [name, ref(definition)])), online_followers: numberOr({ base }) }),
    demographics: object({ age: weights('age'), gender: weights('gender'), city: { type: 'object', additionalProperties: weight }, country: { type: 'object', propertyNames: { pattern: '^[A-Z]{2}$' }, additionalProperties: weight } }),
    late: { type: 'number', minimum: 0, maximum: 1, description: 'The share of a day’s numbers that comes in over the 48 hours after it' },
    unfinishedDay: { type: 'boolean', description: 'A series that reaches beyond today has the day that has not ended, so far' },
    mediaInsightsDays: { type: 'integer', minimum: 0, description: 'Older media have no insights; 0 for no end' },
    pageToken: ref('facebookToken'), instagramToken: ref('instagramToken'),
  }, ['page']),
  dependentSchemas: { repeat: { properties: { pageId: false } }, posts: { properties: { media: false, stories: false } } },
} as const

const scope = {
  every: { type: 'integer', minimum: 1 }, after: count, times: { type: 'integer', minimum: 1 }, seconds: { type: 'number', exclusiveMinimum: 0 }, from: instant, until: instant, account: text, path: text,
} as const

const fault = (kind: string, properties: object = {}, required: readonly string[] = []) => ({
  type: 'object', additionalProperties: false, required: ['kind', ...required], properties: { kind: { const: kind }, ...scope, ...properties },
})

/** What each kind of fault may say of itself. */
export const faultSchemas = {
  token: fault('token', { subcode: { enum: [458, 459, 460, 463, 464, 467] } }),
  throttle: fault('throttle', { code: { enum: [4, 17, 32, 613, 80002] }, minutes: count }, ['code']),
  error: fault('error', { code: { enum: [1, 2] } }),
  slow: fault('slow', { ms: { type: 'number', minimum: 0 } }, ['ms']),
  drop: fault('drop'),
  metric: fault('metric', { metric: text }, ['metric']),
  permission: fault('permission'),
  refusal: fault('refusal', { code: { type: 'integer' }, message: text, subcode: { type: 'integer' }, status: { type: 'integer', minimum: 400, maximum: 599 } }, ['code', 'message']),
  empty: fault('empty'),
} as const

/** The JSON schema of a scenario file, as `wf sandbox --schema` prints it. */
export const scenarioSchema: Readonly<Record<string, unknown>> = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Sandbox scenario',
  ...object({
    seed: { type: ['string', 'integer'] },
    asOf: instant,
    strictPages: yes,
    latencyMs: { type: 'number', minimum: 0 },
    limits: object({ instagram: { type: 'integer', minimum: 1 }, platform: { type: 'integer', minimum: 1 }, pages: { type: 'integer', minimum: 1 } }),
    tokens: object({ facebook: ref('facebookToken'), systemUser: ref('facebookToken') }),
    accounts: { type: 'array', items: account },
    faults: {
      type: 'array',
      items: { type: 'object', required: ['kind'], discriminator: { propertyName: 'kind' }, oneOf: Object.values(faultSchemas) },
    },
  }),
  $defs: {
    instant: { type: 'string', if: { pattern: 'T' }, then: { format: 'date-time' }, else: { format: 'date' }, description: 'A date, which means noon UTC, or an instant with seconds and zone' },
    byDate: { type: 'object', propertyNames: date, additionalProperties: count },
    ...Object.fromEntries(SERIES.map(({ definition, schema }) => [definition, schema])),
    post, facebookToken: token(FACEBOOK_SCOPES), instagramToken: token(INSTAGRAM_SCOPES),
  },
}
