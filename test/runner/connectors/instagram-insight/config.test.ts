import * as assert from 'uvu/assert'
import { readSettings, chooseVersion } from '../../../../runner/connectors/instagram-insight/config.ts'
import { ConfigError } from '../../../../runner/model/error.ts'
import type { JsonObject } from '../../../../runner/model/json.ts'
import { suite } from '../../../support/suite.ts'

const config = suite('connectors/instagram-insight config')
const BASE: JsonObject = { type: 'instagram_insight', access_token: 'EAAB', facebook_page_name: 'a page', data_type: 'user' }

function problemsOf(more: JsonObject, base: JsonObject = BASE): readonly string[] {
  try { readSettings({ ...base, ...more }) } catch (error) {
    assert.instance(error, ConfigError)
    return (error as ConfigError).problems.map(({ message }) => message)
  }
  return []
}

config('everything that is wrong is told at once, with the word that was probably meant', () => {
  assert.equal(problemsOf({ data_type: 'usr', since: '2026-1-1', throttle_treshold: 5, api_version: 'latest', maximum_retries: 'many' }), [
    "unknown key 'throttle_treshold' (did you mean throttle_threshold?)",
    "data_type must be one of user, media, media_list, comments, tags, profile, not 'usr' (did you mean user?)",
    "since must be a day such as 2026-11-01 (yyyy-MM-dd), not '2026-1-1'",
    "api_version must look like v27.0, not 'latest'",
    'Expected integer (int) type for key \'maximum_retries\' but got "many" (string)',
  ])
})

config('an unknown metric is an error, and a metric of the other kind says where it belongs', () => {
  assert.equal(problemsOf({ metrics: ['reech-day', { value: 'saved-lifetime' }, 'zzzzzzzzzz', 'reach-dya'] }), [
    "metrics: unknown metric 'reech' (did you mean reach?)",
    "metrics: 'saved' is a metric of media (data_type: media) (did you mean saves?)",
    "metrics: unknown metric 'zzzzzzzzzz'; skip_unknown_metrics: true asks Meta for names that this version does not know",
    "metrics: 'reach-dya' ends with no period: reach-day, reach-week, reach-days_28…",
  ])
  assert.equal(problemsOf({ metrics: ['zzzzzzzzzz'], skip_unknown_metrics: true }), [])
})

config('since must be before until, a day that is none is refused, and the 31st of a month without one', () => {
  assert.equal(problemsOf({ since: '2026-11-02', until: '2026-11-01' }), ['since 2026-11-02 is after until 2026-11-01'])
  assert.equal(problemsOf({ since: '2026-11-02', until: '2026-11-02' }), ['since and until are both 2026-11-02: until is exclusive, so no day is left'])
  assert.equal(problemsOf({ until: '2026-11-31' }), ["until must be a day such as 2026-11-01 (yyyy-MM-dd), not '2026-11-31'"])
})

config('token, page and data type are needed, but no page with a token of Instagram Login or an authentication', () => {
  assert.equal(problemsOf({}, { type: 'instagram_insight' }).map((text) => text.split(' ')[0]), ['data_type', 'access_token'])
  assert.equal(problemsOf({ facebook_page_name: null }).map((text) => text.split(':')[0]), ['facebook_page_name is missing'])
  assert.equal(problemsOf({ facebook_page_name: null, access_token: 'IGAA1' }), [])
  assert.equal(problemsOf({ access_token: null, td_authentication_id: 414243, facebook_page_name: null }), [])
  assert.equal(problemsOf({ access_token: ' ' }), ['access_token is empty'])
  assert.equal(problemsOf({ access_token: { a: 'EAAsecret' } }), ['access_token must be text'])
})

config('metrics come in every spelling, with audiences by three breakdowns', () => {
  const { userMetrics, preset } = readSettings({ ...BASE, incremental_user_metrics: [{ value: 'reach-days_28' }, 'reach', { metric: 'views', period: 'day', breakdown: 'follow_type' }, 'follower_demographics-lifetime'] })
  assert.is(preset, undefined)
  assert.equal(userMetrics.map(({ metric, period, metricType, breakdown }) => [metric, period, metricType, breakdown]), [
    ['reach', 'days_28', undefined, undefined], ['reach', undefined, undefined, undefined], ['views', 'day', 'total_value', ['follow_type']],
    ['follower_demographics', 'lifetime', 'total_value', ['city']], ['follower_demographics', 'lifetime', 'total_value', ['country']], ['follower_demographics', 'lifetime', 'total_value', ['age', 'gender']],
  ])
})

config('a preset and single metrics: the switch decides, without it both count, without either all that is usual', () => {
  const media = { ...BASE, data_type: 'media', preset_metric: 'story_metrics', metrics: ['reach'] }
  const chosen = (more: JsonObject): unknown => { const { preset, mediaMetrics } = readSettings({ ...media, ...more }); return [preset, mediaMetrics.length] }
  assert.equal(chosen({ use_individual_metrics: true }), [undefined, 1])
  assert.equal(chosen({ use_individual_metrics: false }), ['story_metrics', 0])
  assert.equal(chosen({}), ['story_metrics', 1])
  assert.equal(chosen({ preset_metric: null, metrics: null }), ['media_all', 0])
  assert.equal(problemsOf({ data_type: 'media', preset_metric: 'story_metric' }), ["preset_metric must be one of media_all, story_metrics, carousel_album_metrics, photo_and_videos_metrics, not 'story_metric' (did you mean story_metrics?)"])
})

config('both spellings of the connect timeout are read', () => {
  assert.is(readSettings({ ...BASE, connec_timeout_in_millis: 1000 }).limits.connectTimeoutMs, 1000)
  assert.is(readSettings({ ...BASE, connect_timeout_in_millis: 2000 }).limits.connectTimeoutMs, 2000)
  assert.is(readSettings(BASE).limits.connectTimeoutMs, 30_000)
})

config('an expired, unknown or missing api_version becomes the newest of that day', () => {
  const now = Date.UTC(2026, 10, 24)
  assert.equal(chooseVersion('v6.0', now), { version: 'v27.0', warning: 'api_version v6.0 expired on 2022-05-05; v27.0 is used instead' })
  assert.equal(chooseVersion('v99.0', now), { version: 'v27.0', warning: 'api_version v99.0 is not one that Meta serves; v27.0 is used instead' })
  assert.equal(chooseVersion(undefined, Date.UTC(2020, 5, 20)), { version: 'v7.0', warning: undefined })
  assert.equal(chooseVersion('v22.0', now), { version: 'v22.0', warning: undefined })
})

config.run()
