import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { createGraphClient, type GraphClient } from '../../../sdk/index.ts'
import { createSandbox } from '../../../sdk/sandbox/index.ts'
import { diagnose, mend } from '../../../runner/cli/doctor/diagnose.ts'
import { checkLiveToken } from '../../../runner/cli/doctor/token.ts'
import { suite } from '../../support/suite.ts'

const doctor = suite('cli/doctor')
const NOW = Date.UTC(2026, 10, 24)
let directory: string
doctor.each.before(async () => { directory = await mkdtemp(join(tmpdir(), 'trowel-doctor-')) })
doctor.each.after(() => rm(directory, { recursive: true }))

async function messages(name: string, text: string): Promise<readonly string[]> {
  await writeFile(join(directory, name), text)
  return (await diagnose(directory, NOW, (path) => path)).flatMap(({ findings }) => findings.map(({ position, severity, message }) => `${position?.line}:${position?.column} ${severity} ${message}`))
}
const mended = async (name: string): Promise<string> => { mend(directory, await diagnose(directory, NOW, (path) => path)); return readFile(join(directory, name), 'utf8') }

const OLD = `# our shop
in:
  type: instagram_insight
  access_token: \${instagram.access_token}   # set by wf secrets
  facebook_page_name: 'our shop'
  data_type: user
  api_version: v6.0
  incremental: true
  since: '2020-04-15'     # the opening
  until: '2020-06-18'
  use_individual_metrics: true
  incremental_user_metrics:
    # what people do
    - { value: phone_call_clicks-day }
    - { value: impressions-day }      # seen
    - {value: impressions-days_28}
    - value: "audience_locale-lifetime"
    - reach-day
out: {mode: append}
`

doctor('everything that breaks an old load is found with its line, and mended with comments kept', async () => {
  assert.equal(await messages('old.yml', OLD), [
    '7:16 error api_version v6.0 expired on 2022-05-05',
    '14:16 error phone_call_clicks-day: removed by Meta on 2025-01-08',
    '15:16 error impressions-day: removed by Meta on 2025-04-21',
    '16:15 error impressions-days_28: removed by Meta on 2025-04-21',
    '17:14 error audience_locale-lifetime: removed by Meta on 2023-12-11',
    '9:10 error since 2020-04-15 is older than the two years that Meta keeps',
    '4:17 error ${instagram.access_token} is a parameter, and a token belongs into a secret',
  ])
  assert.is(await mended('old.yml'), `# our shop
in:
  type: instagram_insight
  access_token: \${secret:instagram.access_token}   # set by wf secrets
  facebook_page_name: 'our shop'
  data_type: user
  api_version: v27.0
  incremental: true
  since: "\${moment(session_date).subtract(2, 'days').format('YYYY-MM-DD')}"     # the opening
  until: "\${moment(session_date).subtract(1, 'days').format('YYYY-MM-DD')}"
  use_individual_metrics: true
  incremental_user_metrics:
    # what people do
    - { value: profile_links_taps-day, breakdown: contact_button_type }
    - { value: views-day }      # seen
    - reach-day
out: {mode: append}
`)
  assert.equal(await messages('old.yml', await readFile(join(directory, 'old.yml'), 'utf8')), [])
})

/** The lines that `--fix` took out, with `-`, and wrote, with `+`; a second `--fix` changes nothing. */
async function change(text: string): Promise<readonly string[]> {
  await messages('load.yml', text)
  const after = await mended('load.yml')
  assert.is(await mended('load.yml'), after)
  const [old, now] = [text.split('\n'), after.split('\n')]
  return [...old.filter((line) => !now.includes(line)).map((line) => `-${line}`), ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`)]
}
const load = (more: string, type = 'user'): string => `in:\n  type: instagram_insight\n  td_authentication_id: 1\n  facebook_page_name: p\n  data_type: ${type}\n${more}`

doctor('every metric that Meta removed gets what replaces it, once', async () => {
  const list = (names: readonly string[]): string => `  metrics:\n${names.map((name) => `    - ${name}\n`).join('')}`
  const account = ['impressions-day', 'impressions-week', 'email_contacts-day', 'phone_call_clicks-day', 'text_message_clicks-day', 'get_directions_clicks-day', 'audience_city-lifetime', 'audience_gender_age-lifetime', 'audience_locale-lifetime', 'reach-month']
  assert.equal((await change(load(list(account)))).filter((line) => line.startsWith('+')), [
    '+    - views-day', '+    - {value: profile_links_taps-day, breakdown: contact_button_type}', '+    - follower_demographics-lifetime', '+    - reach-day',
  ])
  const posts = ['engagement  # likes', 'carousel_album_engagement', 'carousel_album_impressions', 'carousel_album_reach', 'carousel_album_saved', 'carousel_album_video_views', 'exits', 'taps_forward', 'taps_back', 'video_views', 'plays', 'clips_replays_count', 'ig_reels_aggregated_all_plays_count', 'impressions']
  assert.equal((await change(load(list(posts), 'media'))).filter((line) => line.startsWith('+')), [
    '+    - total_interactions  # likes', '+    - views', '+    - reach', '+    - saved', '+    - {value: navigation, breakdown: story_navigation_action_type}',
  ])
})

doctor('entries written as maps keep their keys, their lines and their comments', async () => {
  assert.equal(await change(load(`  metrics:
    - value: phone_call_clicks-day  # calls
    - {metric: impressions, period: week}
    - value: profile_views
      metric_type: time_series
    - value: engaged_audience_demographics-lifetime
      timeframe: last_14_days
    -
      value: audience_locale-lifetime
    - reach-day
`)), [
    '-    - value: phone_call_clicks-day  # calls', '-    - {metric: impressions, period: week}', '-    - value: profile_views', '-      metric_type: time_series', '-      timeframe: last_14_days', '-    -', '-      value: audience_locale-lifetime',
    '+    - value: profile_links_taps-day  # calls', '+      breakdown: contact_button_type', '+    - {metric: views-day, period: day}', '+    - value: profile_views-day', '+      metric_type: total_value', '+      timeframe: this_month',
  ])
})

doctor('lists in brackets lose entries with their commas; quotes, and comments of what stays, stay', async () => {
  const of = async (metrics: string): Promise<string> => { await messages('flow.yml', `in: {type: instagram_insight, data_type: media, td_authentication_id: 1, facebook_page_name: a, metrics: ${metrics}}\n`); return /metrics: (.*)\}\n$/s.exec(await mended('flow.yml'))?.[1] ?? '' }
  assert.is(await of(`[plays, 'reach', engagement, "video_views", quotes]`), `[views, 'reach', total_interactions, quotes]`)
  assert.is(await of('[views, plays, impressions]'), '[views]')
  assert.is(await of('[plays, impressions, views, plays]'), '[views]')
  assert.is(await of('[\n  views,  # seen\n  plays,  # gone\n  impressions\n  ]'), '[\n  views,  # seen\n  ]')
})

doctor('nothing is taken out where a list would be empty, or an alias refers to it', async () => {
  for (const text of [load('  metrics: [audience_locale-lifetime]\n'), load('  metrics: [&old audience_locale-lifetime, reach-day]\nother: *old\n')]) {
    assert.equal(await change(text), [])
    assert.match((await messages('load.yml', text))[0] ?? '', 'audience_locale-lifetime: removed by Meta on 2023-12-11')
  }
})

doctor('line ends, indentation, block texts and templates that YAML could not hold stay as they are', async () => {
  assert.equal(await change('in:\r\n    type: instagram_insight\r\n    access_token: |\r\n        ${ ig.token }\r\n    facebook_page_name: 凧パン # 店\r\n    data_type: user\r\n    since: ${ {a: "x"}.a }\r\n    metrics: [impressions-day] # 表示\r\n'), [
    '-        ${ ig.token }\r', '-    metrics: [impressions-day] # 表示\r', '+        ${secret:ig.token}\r', '+    metrics: [views-day] # 表示\r',
  ])
})

doctor('a load inside a workflow file is found too, with what the connector would refuse, at the place of each', async () => {
  assert.equal(await messages('inline.dig', `+load:
  td_load>:
  database: d
  table: t
  config:
    in:
      type: instagram_insights
      acess_token: \${secret:x}
      facebook_page_name: "\${page}"
      data_type: usr
      metrics: [reach-day, reech-day]
      throttle_treshold: 5
`), [
    '7:13 error there is no connector instagram_insights (did you mean instagram_insight?)',
    "8:7 error unknown key 'acess_token' (did you mean access_token?)",
    "12:7 error unknown key 'throttle_treshold' (did you mean throttle_threshold?)",
    "10:7 error data_type must be one of user, media, media_list, comments, tags, profile, not 'usr' (did you mean user?)",
    "7:7 error access_token is missing: '${secret:instagram.access_token}', set by wf secrets, or td_authentication_id, set by wf connections",
    "11:28 error metrics: unknown metric 'reech' (did you mean reach?)",
  ])
})

doctor('what a template will fill in is not judged', async () => {
  assert.equal(await messages('load.yml', 'in: {type: instagram_insight, access_token: "${secret:x}", facebook_page_name: ${page}, data_type: ${kind}, use_individual_metrics: true, metrics: ${metrics}, since: ${first}, until: 2026-11-01, api_version: ${version}}\n'), ['1:184 error until 2026-11-01 is fixed: every run loads the same days again'])
})

doctor('fixed days in a load that runs every night are told, also where Meta still keeps them', async () => {
  const told = (since: string, until: string | undefined, incremental: boolean): Promise<readonly string[]> => messages('dates.yml', load(`  incremental: ${incremental}\n  since: ${since}\n${until === undefined ? '' : `  until: ${until}\n`}  metrics: [reach-day]\n`))
  assert.equal(await told('2026-10-01', '2026-11-01', true), ['7:10 error since 2026-10-01 and until 2026-11-01 are fixed: every run loads the same days again'])
  assert.equal(await told('2026-10-01', '2026-11-01', false), [])
  assert.equal(await told('2026-11-01', '2026-10-01', true), ['7:3 error since 2026-11-01 is after until 2026-10-01'])
  assert.equal(await told('01/02/2026', undefined, false), ["7:3 error since must be a day such as 2026-11-01 (yyyy-MM-dd), not '01/02/2026'"])
  assert.equal(await told('2021-01-01', '2021-02-01', false), ['7:10 error since 2021-01-01 is older than the two years that Meta keeps'])
  // Where rows of the same key are replaced more than one day may be read again.
  assert.equal((await change(`${load('  since: 2021-01-01\n  until: 2021-02-01\n  metrics: [reach-day]\n')}out: {mode: upsert}\n`)).filter((line) => line.startsWith('+')), [`+  since: "\${moment(session_date).subtract(28, 'days').format('YYYY-MM-DD')}"`, '+  until: "${session_date}"'])
  // What Meta still keeps of the range stays asked for.
  assert.equal(await change(load('  incremental: false\n  since: 2021-01-01\n  until: 2026-11-01\n  metrics: [reach-day]\n')), ['-  since: 2021-01-01', `+  since: "\${moment(session_date).subtract(728, 'days').format('YYYY-MM-DD')}"`])
})

doctor('a metric or a version that Meta will remove is a warning with the date', async () => {
  const march = Date.UTC(2025, 2, 1)
  await writeFile(join(directory, 'soon.yml'), load('  api_version: v21.0\n  metrics: [impressions-day, reach-day]\n'))
  const told = (await diagnose(directory, march, (path) => path)).flatMap(({ findings }) => findings.map(({ severity, message, hint }) => `${severity} ${message}: ${hint}`))
  assert.equal(told, ['warning impressions-day: Meta removes it on 2025-04-21: use views-day'])
  assert.equal(await messages('soon.yml', load('  api_version: v21.0\n  metrics: [reach-day]\n')), ['6:16 warning api_version v21.0 expires on 2027-01-21'])
})

doctor('a token written into a file is told without being shown, wherever it stands and whatever else is wrong there', async () => {
  await writeFile(join(directory, 'open.yml'), 'in: {type: instagram_insight, access_token: EAABsecretsecretsecretsecret, facebook_page_name: p, data_type: user, api_version: v6.0, metrics: [IGNORE_MISSING_VALUES_1]}\n')
  await writeFile(join(directory, 'other.dig'), '_export:\n  ig: {token: IGAAsecretsecretsecretsecret}\n')
  const found = await diagnose(directory, NOW, (path) => path)
  assert.equal(found.map(({ path, findings }) => `${path}: ${findings.map(({ message }) => message.replace(/(?<=written).*|;.*/, '')).join(', ')}`), [
    "open.yml: an access token is written, api_version v6.0 expired on 2022-05-05, metrics: unknown metric 'IGNORE_MISSING_VALUES_1'",
    'other.dig: an access token is written',
  ])
  assert.not.ok(JSON.stringify(found.map(({ findings }) => findings)).includes('secretsecret'))
})

doctor('what is no YAML is told with its place, and what is not UTF-8 is not rewritten', async () => {
  assert.equal(await messages('tabs.yml', 'in:\n\ttype: instagram_insight\n'), ["2:1 error found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"])
  await writeFile(join(directory, 'tabs.yml'), 'a: 1\n')
  const bytes = Buffer.concat([Buffer.from(load('  api_version: v6.0  # ')), Buffer.from([0x93, 0xfa, 0x0a])])
  await writeFile(join(directory, 'sjis.yml'), bytes)
  assert.equal((await diagnose(directory, NOW, (path) => path)).flatMap(({ findings }) => findings.map(({ message, edits }) => `${message} ${edits.length}`)), ['the file is not UTF-8, so it cannot be mended here 0', 'api_version v6.0 expired on 2022-05-05 0'])
  await mended('sjis.yml')
  assert.equal(await readFile(join(directory, 'sjis.yml')), bytes)
})

doctor('a file that changed since it was read stays, and one that is mended keeps its permissions', async () => {
  const [old, file] = [load('  api_version: v6.0\n'), join(directory, 'load.yml')]
  await writeFile(file, old, { mode: 0o640 })
  const found = await diagnose(directory, NOW, (path) => path)
  await writeFile(file, `# mine\n${old}`)
  assert.equal(mend(directory, found), [])
  assert.is(await readFile(file, 'utf8'), `# mine\n${old}`)
  await mended('load.yml')
  assert.match(await readFile(file, 'utf8'), 'v27.0')
  assert.is((await stat(file)).mode & 0o777, 0o640)
  assert.equal(await readdir(directory), ['load.yml'])
})

doctor('a live token is judged by validity, scopes and age', async () => {
  const sandbox = await createSandbox({ asOf: new Date(NOW) })
  try {
    const check = async (token: string, { kept, comments = false }: { readonly kept?: number; readonly comments?: boolean } = {}): Promise<readonly string[]> => {
      const graph = createGraphClient({ accessToken: token, baseUrl: sandbox.url, host: token.startsWith('IG') ? 'instagram' : 'facebook' }) as unknown as GraphClient
      return (await checkLiveToken(graph, { token, place: 'here', keptExpiry: kept, comments, now: NOW })).map(({ severity, message }) => `${severity} ${message}`)
    }
    const { facebook, instagram, expired } = sandbox.tokens
    assert.equal(await check(facebook), [])
    assert.equal(await check(facebook, { kept: NOW + 5 * 86_400_000 }), ['warning here: the token expires on 2026-11-29'])
    assert.equal(await check(instagram), ['warning here: when the token expires is not known'])
    sandbox.control.setScopes(facebook, ['pages_show_list', 'instagram_basic'])
    assert.equal(await check(facebook), ['error here: the token lacks instagram_manage_insights, pages_read_engagement'])
    sandbox.control.setScopes(facebook, ['pages_show_list', 'instagram_basic', 'instagram_manage_insights', 'pages_read_engagement'])
    assert.equal(await check(facebook, { comments: true }), ['error here: the token lacks instagram_manage_comments'])
    sandbox.control.addFault({ kind: 'permission', path: 'debug_token' })
    assert.equal(await check(facebook), ['warning here: when the token expires is not known'])
    assert.match((await check(expired))[0] ?? '', /^error here: .*expired/)
  } finally { await sandbox.close() }
})

doctor.run()
