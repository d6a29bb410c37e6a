import * as assert from 'uvu/assert'
import type { JsonObject } from '../../../../runner/model/json.ts'
import { createSandbox } from '../../../../sdk/sandbox/index.ts'
import type { Sandbox, SandboxOptions } from '../../../../sdk/sandbox/index.ts'
import { suite } from '../../../support/suite.ts'
import { distinct, load, TODAY } from './support.ts'

const accounts = suite('connectors/instagram-insight accounts')
let sandbox: Sandbox
const begin = async (options: SandboxOptions = {}): Promise<void> => { sandbox = await createSandbox({ asOf: TODAY, strictPages: true, ...options }) }
accounts.each.after(() => sandbox.close())

const PROFILE = { data_type: 'profile' }
const usernames = async (config: Parameters<typeof load>[1]): Promise<readonly string[]> => distinct((await load(sandbox, { ...PROFILE, ...config })).rows, 'username')

accounts('a page is found by name whatever the case, by id, as one of a list, and all of them by a star', async () => {
  await begin()
  assert.equal(await usernames({ facebook_page_name: 'harbor CYCLES' }), ['harborcycles'])
  assert.equal(await usernames({ facebook_page_name: sandbox.pages[1]?.id ?? '' }), ['harborcycles'])
  assert.equal(await usernames({ facebook_page_name: null, facebook_page_id: Number(sandbox.pages[1]?.id) }), ['harborcycles'])
  assert.equal(await usernames({ facebook_page_name: ['Tiny Studio', 'Kite Bakery', 'kite bakery'] }), ['kite.bakery', 'tiny.studio'])
  assert.equal(await usernames({ facebook_page_name: '*' }), ['harborcycles', 'kite.bakery', 'tiny.studio'])
})

accounts('a page that the token does not list is looked at by its id', async () => {
  await begin({ strictPages: false })
  assert.is((await usernames({ facebook_page_name: '123456789012345' })).length, 1)
})

accounts("a page's own token reads its account", async () => {
  await begin()
  assert.equal(await usernames({ access_token: sandbox.tokens.pages['Harbor Cycles'] ?? '', facebook_page_name: 'Harbor Cycles' }), ['harborcycles'])
})

accounts('a token of Instagram Login reads its own account, with every data type, and needs no page', async () => {
  await begin()
  const own = { access_token: sandbox.tokens.instagram, facebook_page_name: null }
  assert.equal(await usernames(own), ['kite.bakery'])
  const configs: readonly JsonObject[] = [{ data_type: 'user', metrics: ['reach-day', 'views-day', 'profile_views-day'], since: '2026-11-15', until: '2026-11-20' }, { data_type: 'media', metrics: ['reach', 'views', 'link_clicks'], media_edges: ['media', 'stories'] }, { data_type: 'media_list' }, { data_type: 'comments' }, { data_type: 'tags' }]
  for (const config of configs) {
    const { rows, error } = await load(sandbox, { ...own, ...config })
    assert.is(error, undefined, String(config['data_type']))
    assert.ok(rows.length > 0, String(config['data_type']))
    assert.ok(rows.every((row) => row['page_id'] === null && row['account_id'] === sandbox.pages[0]?.instagramId), String(config['data_type']))
  }
})

accounts('a page that is not there, and one without an account, are errors that say what there is', async () => {
  await begin()
  const missing = await load(sandbox, { ...PROFILE, facebook_page_name: 'Kite Bakry' })
  assert.match(missing.error?.message ?? '', /^There is no page 'Kite Bakry' that this token may see \(did you mean Kite Bakery\?\)\. The token sees Kite Bakery, Harbor Cycles, Tiny Studio, Paper Lantern\./)
  const unlinked = await load(sandbox, { ...PROFILE, facebook_page_name: 'Paper Lantern' })
  assert.match(unlinked.error?.message ?? '', /^The page 'Paper Lantern' has no Instagram account\. Link a professional Instagram account/)
})

accounts('a token that is revoked, wrong or without a permission is an error that does not show it', async () => {
  await begin()
  const { facebook } = sandbox.tokens
  const wrong = await load(sandbox, { ...PROFILE, access_token: 'EAAwrongwrongwrongwrong' })
  assert.match(wrong.error?.message ?? '', /^Meta does not accept the access token: Invalid OAuth access token/)
  sandbox.control.setScopes(facebook, ['pages_show_list', 'instagram_basic'])
  const poor = await load(sandbox, { data_type: 'user', metrics: ['reach-day'] })
  assert.match(poor.error?.message ?? '', /^The token lacks a permission: .*Insights need instagram_basic, instagram_manage_insights/)
  sandbox.control.revokeToken(facebook, 460)
  const revoked = await load(sandbox, PROFILE)
  assert.match(revoked.error?.message ?? '', /changed their password/)
  for (const { error } of [wrong, poor, revoked]) assert.not.ok(/EAA\w{8}/.test(`${error?.message} ${error?.stack}`))
})

accounts('plain http beyond this machine is refused before a token is sent', async () => {
  await begin()
  const { error } = await load(sandbox, PROFILE, { settings: { 'trowel.graph_url': 'http://graph.example' } })
  assert.match(error?.message ?? '', /http:\/\/graph\.example would send the token in clear/)
})

accounts.run()
