/** The JSON schema (2020-12) of a scenario file; `docs/sandbox.md` explains it with examples. */
const text = { type: 'string', minLength: 1 } as const
const count = { type: 'integer', minimum: 0 } as const

const series = {
  type: 'object', additionalProperties: false,
  properties: {
    base: { type: 'number', minimum: 0, description: 'A day, at the anchor' },
    trend: { type: 'number', exclusiveMinimum: -1, description: 'Growth a year: 0.2 is 20 %' },
    weekly: { type: 'array', items: { type: 'number', minimum: 0 }, minItems: 7, maxItems: 7, description: 'Factor by weekday, Sunday first' },
    noise: { type: 'number', minimum: 0, maximum: 1, description: 'Give or take this share' },
  },
} as const

const account = {
  type: 'object', additionalProperties: false, required: ['page'],
  properties: {
    page: { ...text, description: 'Name of the Facebook page' },
    pageId: { type: 'string', pattern: '^[0-9]{5,20}$' },
    repeat: { type: 'integer', minimum: 1, maximum: 10000, description: 'So many accounts like this one; a number is put behind the page’s name' },
    instagram: { type: 'boolean', description: 'False for a page without an Instagram account' },
    username: { type: 'string', pattern: '^[A-Za-z0-9._]{1,30}$' },
    name: text, biography: text, website: text,
    followers: count, follows: count, tagged: count,
    media: {
      type: 'object', additionalProperties: false,
      properties: {
        count, days: { type: 'integer', minimum: 1, maximum: 3650 },
        mix: { type: 'array', minItems: 1, items: { enum: ['FEED_IMAGE', 'FEED_CAROUSEL', 'FEED_VIDEO', 'REELS', 'AD'] } },
        preConversion: count, hiddenLikesEvery: count, copyrightEvery: count, noViewsEvery: count, hiddenEvery: count, comments: { type: 'number', minimum: 0, maximum: 99 },
      },
    },
    stories: { type: 'object', additionalProperties: false, properties: { perDay: { type: 'integer', minimum: 0, maximum: 6 }, fewViewersEvery: count } },
    numbers: { type: 'object', additionalProperties: series },
  },
} as const

const scope = {
  every: { type: 'integer', minimum: 1 }, after: count, times: { type: 'integer', minimum: 1 }, seconds: { type: 'number', exclusiveMinimum: 0 }, path: text,
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

export const scenarioSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Sandbox scenario',
  type: 'object', additionalProperties: false,
  properties: {
    seed: { type: ['string', 'integer'] },
    asOf: text,
    strictPages: { type: 'boolean' },
    latencyMs: { type: 'number', minimum: 0 },
    limits: { type: 'object', additionalProperties: false, properties: { instagram: { type: 'integer', minimum: 1 }, platform: { type: 'integer', minimum: 1 }, pages: { type: 'integer', minimum: 1 } } },
    accounts: { type: 'array', items: account },
    faults: {
      type: 'array',
      items: { type: 'object', required: ['kind'], discriminator: { propertyName: 'kind' }, oneOf: Object.values(faultSchemas) },
    },
  },
} as const
