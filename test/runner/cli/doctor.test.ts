import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
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
    '14:16 error phone_call_clicks-day: removed by Meta on 2025-01-08; use profile_links_taps with breakdown=contact_button_type',
    '15:16 error impressions-day: removed by Meta on 2025-04-21; use views',
    '16:15 error impressions-days_28: removed by Meta on 2025-04-21; use views',
    '17:14 error audience_locale-lifetime: removed by Meta on 2023-12-11; there is no replacement',
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
  since: "\${moment(session_date).subtract(28, 'days').format('YYYY-MM-DD')}"     # the opening
  until: "\${session_date}"
  use_individual_metrics: true
  incremental_user_metrics:
    # what people do
    - { value: profile_links_taps-day }
    - { value: views-day }      # seen
    - reach-day
out: {mode: append}
`)
  assert.equal(await messages('old.yml', await readFile(join(directory, 'old.yml'), 'utf8')), [])
})

doctor('flow lists lose entries with their commas, and quotes stay', async () => {
  await messages('flow.yml', "in: {type: instagram_insight, data_type: media, td_authentication_id: 1, facebook_page_name: a, metrics: [plays, 'reach', engagement, \"video_views\", quotes]}\n")
  assert.is(await mended('flow.yml'), "in: {type: instagram_insight, data_type: media, td_authentication_id: 1, facebook_page_name: a, metrics: [views, 'reach', total_interactions, quotes]}\n")
})

doctor('a load inside a workflow file is found too, with what the connector would refuse', async () => {
  assert.equal(await messages('inline.dig', `+load:
  td_load>:
  database: d
  table: t
  config:
    in:
      type: instagram_insight
      td_authentication_id: 12
      facebook_page_name: "\${page}"
      data_type: usr
      metrics: [reech-day]
      throttle_treshold: 5
`), [
    "12:7 error unknown key 'throttle_treshold' (did you mean throttle_threshold?)",
    "10:7 error data_type must be one of user, media, media_list, comments, tags, profile, not 'usr' (did you mean user?)",
    "11:7 error metrics: unknown metric 'reech' (did you mean reach?)",
  ])
})

doctor('fixed days in a load that runs every night are told, also where Meta still keeps them', async () => {
  const text = (incremental: boolean): string => `in:\n  type: instagram_insight\n  td_authentication_id: 1\n  facebook_page_name: p\n  data_type: user\n  incremental: ${incremental}\n  since: 2026-10-01\n  until: 2026-11-01\n  metrics: [reach-day]\n`
  assert.equal(await messages('dates.yml', text(true)), ['7:10 error since 2026-10-01 and until 2026-11-01 are fixed: every run loads the same days again'])
  assert.equal(await messages('dates.yml', text(false)), [])
})

doctor('a token written into a file is told without being shown', async () => {
  await writeFile(join(directory, 'open.yml'), 'in:\n  type: instagram_insight\n  access_token: EAABsecretsecretsecretsecret\n  facebook_page_name: p\n  data_type: user\n')
  const [first] = await diagnose(directory, NOW, (path) => path)
  assert.match(first?.findings[0]?.message ?? '', /access_token is written into the file/)
  assert.not.ok(JSON.stringify(first?.findings).includes('secretsecret'))
})

doctor('a live token is judged by validity, scopes and age', async () => {
  const sandbox = await createSandbox({ asOf: new Date(NOW) })
  try {
    const check = async (token: string, kept?: number): Promise<readonly string[]> => {
      const graph = createGraphClient({ accessToken: token, baseUrl: sandbox.url, host: token.startsWith('IG') ? 'instagram' : 'facebook' }) as unknown as GraphClient
      return (await checkLiveToken(graph, token, 'here', kept, NOW)).map(({ severity, message }) => `${severity} ${message}`)
    }
    const { facebook, instagram, expired } = sandbox.tokens
    assert.equal(await check(facebook), [])
    assert.equal(await check(facebook, NOW + 5 * 86_400_000), ['warning here: the token expires on 2026-11-29'])
    assert.equal(await check(instagram), ['warning here: when the token expires is not known'])
    sandbox.control.setScopes(facebook, ['pages_show_list', 'instagram_basic'])
    assert.equal(await check(facebook), ['error here: the token lacks instagram_manage_insights, pages_read_engagement'])
    assert.match((await check(expired))[0] ?? '', /^error here: .*expired/)
  } finally { await sandbox.close() }
})

doctor.run()
