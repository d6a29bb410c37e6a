import * as assert from 'uvu/assert'
import { GraphError, redact } from '../../sdk/index.ts'
import type { GraphErrorCode } from '../../sdk/index.ts'
import { suite } from '../support/suite.ts'
import { refusal, rejection, scriptedClient, TOKEN } from './support/graph.ts'
import type { Answer } from './support/graph.ts'

const test = suite('sdk errors')

const TABLE: readonly (readonly [string, Answer, GraphErrorCode, boolean, readonly string[]])[] = [
  ['an unknown metric names every bad one', refusal(100, '(#100) metric[0] must be one of the following values: likes, comments, saved'), 'unknown-metric', false, ['reach', 'views']],
  ['a missing metric_type', refusal(100, '(#100) The following metrics (views,profile_views) should be specified with parameter metric_type=total_value'), 'needs-total-value', false, ['views', 'profile_views']],
  ['a metric of another kind of media', refusal(100, '(#100) The Media Insights API does not support the follows, profile_visits metric for this media product type.'), 'metric-unsupported', false, ['follows', 'profile_visits']],
  ['impressions from v22 on', refusal(100, '(#100) Starting from version v22.0 and above, the impressions metric is no longer supported for the queried media.'), 'metric-removed', false, ['impressions']],
  ['the older wording of a mismatch', refusal(100, '(#100) Incompatible metrics (impressions, engagement) with reel media'), 'metric-unsupported', false, ['impressions', 'engagement']],
  ['a breakdown that does not fit', refusal(100, '(#100) Incompatible breakdowns (follow_type) for metric (reach)'), 'wrong-breakdown', false, ['reach']],
  ['a window that is too long', refusal(100, '(#100) There cannot be more than 30 days (2592000 s) between since and until'), 'window-too-long', false, []],
  ['a window before the last two years', refusal(100, '(#100) since param is not valid. Metrics data is available for the last 2 years'), 'window-out-of-range', false, []],
  ['follower_count too old', refusal(100, '(#100) (follower_count) metric only supports querying data for the last 30 days excluding the current day'), 'window-out-of-range', false, ['follower_count']],
  ['an unknown field', refusal(100, '(#100) Tried accessing nonexisting field (duration) on node type (IGMedia)'), 'unknown-field', false, []],
  ['a carousel child', refusal(100, '(#100) Field is not available for Carousel children media.'), 'carousel-child', false, []],
  ['too few viewers', refusal(10, '(#10) Not enough viewers for the media to show insights'), 'too-few-viewers', false, []],
  ['a missing permission', refusal(10, '(#10) Application does not have permission for this action'), 'permission', false, []],
  ['media from before the conversion', refusal(100, 'Invalid parameter', { error_subcode: 2108006, error_user_title: 'Media posted before business account conversion' }), 'before-conversion', false, []],
  ['media from before the conversion on graph.instagram.com', refusal(100, "The media was posted before the most recent time that the user's account was converted to a business account from a personal account.", { type: 'IGApiException', error_subcode: 2108006 }), 'before-conversion', false, []],
  ['facebook_views of media that was not shared', refusal(-1, 'Fatal', { error_subcode: 2207086 }), 'not-shared-to-facebook', false, []],
  ['an object that is not there', refusal(100, "Unsupported get request. Object with ID '1' does not exist, cannot be loaded due to missing permissions, or does not support this operation", { error_subcode: 33 }), 'not-found', false, []],
  ['an expired token', refusal(190, 'Error validating access token: Session has expired on Friday', { error_subcode: 463 }), 'token-expired', false, []],
  ['a token that cannot be read', refusal(190, 'Cannot parse access token'), 'token-invalid', false, []],
  ['the hashtag limit', refusal(18, 'exceeded'), 'hashtag-limit', false, []],
  ['an error page of a proxy', { status: 200, body: '<html>' }, 'bad-answer', true, []],
  ['a redirect', { status: 302, body: '' }, 'bad-answer', false, []],
]

for (const [title, answer, code, retryable, metrics] of TABLE) {
  test(`${title} becomes ${code}`, async () => {
    const { graph } = scriptedClient([answer], { attempts: 1 })
    const error = await rejection(graph.media('1').insights({ metric: ['reach', 'views'] })) as GraphError
    assert.instance(error, GraphError)
    assert.equal([error.code, error.retryable, error.metrics], [code, retryable, metrics])
  })
}

for (const code of [4, 17, 32, 613, 80002]) {
  test(`code ${code} is throttling, and is not waited for when maxWaitMs is 0`, async () => {
    const { graph } = scriptedClient([refusal(code, `(#${code}) limit reached`)], { maxWaitMs: 0 })
    const error = await rejection(graph.user('1').get()) as GraphError
    assert.equal([error.code, error.retryable], ['throttled', true])
  })
}

test('an error says what was refused, where, why, and what to do', async () => {
  const { graph } = scriptedClient([refusal(190, 'Error validating access token: Session has expired', { error_subcode: 463 })])
  const error = await rejection(graph.user('17841').get({ fields: ['username'] })) as GraphError
  assert.match(error.message, 'Session has expired [code 190/463]')
  assert.match(error.message, '/v27.0/17841?fields=username')
  assert.match(error.message, 'Get a new token')
  assert.is(error.fbtraceId, 'AbCdEfTrace')
  assert.is(error.status, 400)
})

test('the error shape of api.instagram.com is understood too', async () => {
  const { graph } = scriptedClient([{ status: 400, body: { error_type: 'OAuthException', code: 400, error_message: 'Invalid platform app' } }])
  const error = await rejection(graph.user('1').get()) as GraphError
  assert.match(error.message, 'Invalid platform app')
})

test('no token shows in an error, whatever the server echoes', async () => {
  const { graph } = scriptedClient([refusal(100, `Invalid parameter in ?access_token=${TOKEN}&x=1 and ${TOKEN}`)])
  const error = await rejection(graph.user('1').get()) as GraphError
  for (const text of [error.message, error.stack ?? '', error.url ?? '', JSON.stringify(error), JSON.stringify(error.body)]) assert.not.match(text, TOKEN)
})

test('redact takes tokens, proofs and secrets out of text and links', () => {
  const link = `https://graph.facebook.com/v25.0/1/media?after=QVF&access_token=${TOKEN}&appsecret_proof=abcdef&limit=5`
  assert.is(redact(link), 'https://graph.facebook.com/v25.0/1/media?after=QVF&access_token=[redacted]&appsecret_proof=[redacted]&limit=5')
  assert.is(redact('{"access_token":"anything","x":1}'), '{"access_token":"[redacted]","x":1}')
  assert.is(redact('client_secret=0123abc&fb_exchange_token=IGAAqwertyuiop'), 'client_secret=[redacted]&fb_exchange_token=[redacted]')
  assert.is(redact('a day without secrets'), 'a day without secrets')
  // Twice is once: what stands behind stays readable.
  const sentence = `refused (${redact(link)}). Slice the window; (https://a.example/1?access_token=[redacted]). Wait`
  assert.is(redact(sentence), sentence)
  assert.is(redact('?access_token=[redacted]secret&x=1'), '?access_token=[redacted]&x=1')
})

test.run()
