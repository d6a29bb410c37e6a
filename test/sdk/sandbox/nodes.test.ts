import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { ask } from './support.ts'

const test = suite('sandbox nodes')

test('the person’s pages carry tokens and accounts; a page without an account leaves the key out', async () => {
  const { get, sandbox } = await ask()
  const { data } = get('/v25.0/me/accounts?fields=id,name,access_token,tasks,instagram_business_account{id,username}').body
  assert.equal(data.map((page: { name: string }) => page.name), ['Kite Bakery', 'Harbor Cycles', 'Tiny Studio', 'Paper Lantern'])
  assert.is(data[0].instagram_business_account.username, 'kite.bakery')
  assert.is(data[0].access_token, sandbox.tokens.pages['Kite Bakery'])
  assert.not('instagram_business_account' in data[3])
})

test('people and pages have what clients of any kind ask for', async () => {
  const { get } = await ask()
  const person = get('/v25.0/me?fields=id,first_name,last_name,email,picture{url}').body
  assert.equal([person.first_name, person.last_name, 'email' in person], ['Sandbox', 'Person', false])
  const [page] = get('/v25.0/me/accounts?fields=id,name,picture,access_token,instagram_business_account{id,username,profile_picture_url}').body.data
  for (const one of [person, page]) assert.type(one.picture.data.url, 'string')
})

test('any name or id is a page, the same one each time, unless pages are strict', async () => {
  const first = await ask()
  const second = await ask()
  const read = (one: typeof first, name: string) => one.get(`/v25.0/${encodeURIComponent(name)}?fields=name,instagram_business_account`).body
  assert.equal(read(first, 'kite shop'), read(second, 'kite shop'))
  assert.is(read(first, 'kite shop').name, 'kite shop')
  const byId = read(first, '172411252833693')
  assert.is(byId.id, '172411252833693')
  assert.is(first.get(`/v25.0/${byId.instagram_business_account.id}?fields=username`).status, 200)
  const strict = await ask({ strictPages: true })
  assert.equal([strict.get('/v25.0/172411252833693').body.error.code, strict.get('/v25.0/172411252833693').body.error.error_subcode], [100, 33])
  assert.is(strict.get('/v25.0/Harbor%20Cycles?fields=name').body.name, 'Harbor Cycles')
})

test('pages named by option are listed and have accounts', async () => {
  const { sandbox, get } = await ask({ pages: ['Blue Door', '172411252833693'] })
  assert.equal(sandbox.pages.slice(0, 2).map((page) => page.name), ['Blue Door', '172411252833693'])
  assert.is(get('/v25.0/me/accounts?limit=1').body.data[0].name, 'Blue Door')
})

test('what does not exist answers 100 with subcode 33, and so do the nodes of strangers', async () => {
  const { get, account } = await ask()
  const stranger = get(`/v25.0/${account()}/tags?limit=5`).body.data[0].id
  for (const id of ['17841499999999999', '18000000000000000', '17999999999999999', '1', stranger]) {
    const { status, body } = get(`/v25.0/${id}`)
    assert.equal([status, body.error.code, body.error.error_subcode, body.error.type], [400, 100, 33, 'GraphMethodException'], id)
    assert.match(body.error.message, `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`)
  }
})

test('both hosts show the same account, under their own ids', async () => {
  const { get, account, sandbox } = await ask()
  const facebook = get(`/v25.0/${account()}?fields=id,ig_id,username,followers_count,media_count`).body
  const instagram = get('/v25.0/me?fields=id,user_id,username,followers_count,media_count,account_type', sandbox.tokens.instagram).body
  assert.is(instagram.user_id, facebook.id)
  assert.is.not(instagram.id, facebook.id)
  assert.is(instagram.followers_count, facebook.followers_count)
  assert.is(get(`/v25.0/${facebook.id}?fields=username`, sandbox.tokens.instagram).body.username, facebook.username)
})

test('an Instagram token sees its own account alone', async () => {
  const { get, account, sandbox } = await ask()
  assert.is(get(`/v25.0/${account(1)}`, sandbox.tokens.instagram).body.error.error_subcode, 33)
  assert.is(get('/v25.0/me?fields=username', sandbox.tokens.instagramByUsername.harborcycles).body.username, 'harborcycles')
  assert.is(get(`/v25.0/${account(1)}?fields=username`, sandbox.tokens.pages['Kite Bakery']).body.error.error_subcode, 33)
})

test('fields that a host does not have are refused by name', async () => {
  const { get, account, sandbox } = await ask()
  assert.match(get(`/v25.0/${account()}?fields=id,duration`).body.error.message, /^\(#100\) Tried accessing nonexisting field \(duration\) on node type \(/)
  assert.match(get('/v25.0/me?fields=business_discovery.username(x){id}', sandbox.tokens.instagram).body.error.message, /^Tried accessing nonexisting field \(business_discovery\)/)
  assert.match(get(`/v25.0/${account()}/agents`).body.error.message, /nonexisting field \(agents\)/)
})

test('edges that exist and have nothing in them are empty, on the host that has them', async () => {
  const { get, account, sandbox } = await ask()
  assert.equal(get(`/v25.0/${account()}/collaboration_invites`).body, { data: [] })
  assert.equal(get('/v25.0/me/conversations', sandbox.tokens.instagram).body, { data: [] })
  assert.match(get(`/v25.0/${account()}/conversations`).body.error.message, /nonexisting field \(conversations\)/)
  const [{ id }] = get(`/v25.0/${account()}/media?limit=1`).body.data
  assert.equal(get(`/v25.0/${id}/product_tags`).body, { data: [] })
})

test('nothing is written but what can be: hiding and deleting comments', async () => {
  const { get, post, account, sandbox } = await ask()
  const { data } = get(`/v25.0/${account()}/media?fields=comments_count&limit=25`).body
  const media = data.find((one: { comments_count: number }) => one.comments_count > 2).id
  const comment = get(`/v25.0/${media}/comments`).body.data[0].id
  for (const path of [`${comment}/replies`, `${media}/comments`, `${account()}/media`, `${account()}/media_publish`]) {
    const { status, body } = post(`/v25.0/${path}`, { message: 'hello' })
    assert.is(status, 400, path)
    assert.match(body.error.message, path.endsWith('media_publish') ? /nonexisting field/ : /^Unsupported post request\./, path)
  }
  const put = sandbox.handle({ method: 'PUT', url: `/v25.0/${comment}?access_token=${sandbox.tokens.facebook}` })
  assert.match(put.body, /Unsupported put request/)
  assert.is(post(`/v25.0/${comment}`, { hide: 'perhaps' }).body.error.message, '(#100) Param hide must be a boolean')
  assert.is(post(`/v25.0/${comment}`, {}).body.error.message, '(#100) The parameter hide is required')
})

test('without fields a node has its id, a comment its time, text and id', async () => {
  const { get, account } = await ask()
  assert.equal(get(`/v25.0/${account()}`).body, { id: account() })
  const { data } = get(`/v25.0/${account()}/media?fields=comments_count&limit=25`).body
  const busy = data.find((one: { comments_count: number }) => one.comments_count > 2).id
  assert.equal(Object.keys(get(`/v25.0/${busy}/comments`).body.data[0]), ['timestamp', 'text', 'id'])
})

test('expansion reaches through edges with modifiers', async () => {
  const { get, account } = await ask()
  const { body } = get(`/v25.0/${account()}?fields=username,media.limit(4){id,comments.limit(2){text,replies{text}},children{id,media_type},insights.metric(reach)},insights.metric(reach).period(day).since(2026-11-01).until(2026-11-05)`)
  assert.is(body.media.data.length, 4)
  assert.is(body.media.data[0].insights.data[0].name, 'reach')
  assert.type(body.media.paging.next, 'string')
  assert.is(body.insights.data[0].values.length, 5)
  assert.is(body.id, account())
})

test('fields may be a JSON array, and braces may be written as a modifier', async () => {
  const { get, account } = await ask()
  const list = encodeURIComponent(JSON.stringify(['username', 'media.limit(2){id,media_type}']))
  const { body } = get(`/v25.0/${account()}?fields=${list}`)
  assert.equal([body.username, body.media.data.length, Object.keys(body.media.data[0])], ['kite.bakery', 2, ['id', 'media_type']])
  const { media } = get(`/v25.0/${account()}?fields=media.limit(2).fields(id,comments.limit(1){text})`).body
  assert.equal([media.data.length, Object.keys(media.data[0])], [2, ['id', 'comments']])
  assert.match(get(`/v25.0/${account()}?fields=["username"`).body.error.message, /^Syntax error/)
})

test('a metric refused inside an expansion refuses the whole request', async () => {
  const { get, account } = await ask()
  const { status, body } = get(`/v25.0/${account()}/media?fields=id,insights.metric(reach,foo)`)
  assert.is(status, 400)
  assert.match(body.error.message, /^\(#100\) metric\[1\] must be one of/)
  assert.match(get(`/v25.0/${account()}/media?fields=id,insights.metric(reach,follows)&limit=10`).body.error.message, /does not support the follows metric/)
})

test('broken fields are refused with the place', async () => {
  const { get, account } = await ask()
  const message = (fields: string) => get(`/v25.0/${account()}?fields=${encodeURIComponent(fields)}`).body.error
  assert.equal([message('id,media{id').code, message('media.limit(3').code, message('id}').code, message('id,id').code], [2500, 2500, 2500, 2500])
  assert.match(message('id}').message, /Syntax error "Expected end of string instead of "}"\." at character 2: id}/)
  assert.match(message('id,id').message, /Field id specified more than once/)
})

test('hidden likes are left out of lists and shown on the media itself, and were 0 before v11.0', async () => {
  const { get, account } = await ask()
  const { data } = get(`/v25.0/${account()}/media?fields=like_count&limit=50`).body
  const hidden = data.find((one: object) => !('like_count' in one))
  assert.type(get(`/v25.0/${hidden.id}?fields=like_count`).body.like_count, 'number')
  const old = await ask({ asOf: '2021-06-01' })
  assert.ok(old.get(`/v10.0/${old.account()}/media?fields=like_count&limit=50`).body.data.some((one: { like_count: number }) => one.like_count === 0))
})

test('media_url is gone for a copyright claim; other addresses are signed and expire', async () => {
  const { get, account, sandbox } = await ask()
  const { data } = get(`/v25.0/${account()}/media?fields=media_url,media_type,thumbnail_url&limit=50`).body
  assert.ok(data.some((one: object) => !('media_url' in one)))
  const url = new URL(data.find((one: object) => 'media_url' in one).media_url)
  const expires = Number.parseInt(url.searchParams.get('oe') ?? '', 16) * 1000 - sandbox.control.now()
  assert.ok(expires > 30 * 3_600_000 && expires <= 32 * 3_600_000)
  assert.ok(url.searchParams.has('_nc_rid') && url.searchParams.has('ccb'))
  assert.ok(data.every((one: { media_type: string }) => ('thumbnail_url' in one) === (one.media_type === 'VIDEO')))
})

test('signed addresses give a picture or a video until they expire, and never with another signature', async () => {
  const { get, account, sandbox } = await ask()
  const { data } = get(`/v25.0/${account()}/media?fields=media_url,thumbnail_url,media_type&limit=50`).body
  const image = data.find((one: { media_type: string }) => one.media_type === 'IMAGE').media_url as string
  const video = data.find((one: { media_type: string, media_url?: string }) => one.media_type === 'VIDEO' && one.media_url !== undefined).media_url as string
  const load = (url: string) => sandbox.fetch(url)
  const [picture, film] = [await load(image), await load(video)]
  assert.equal([picture.status, picture.headers.get('content-type'), film.headers.get('content-type')], [200, 'image/jpeg', 'video/mp4'])
  assert.equal([...new Uint8Array(await picture.arrayBuffer())].slice(0, 3), [0xff, 0xd8, 0xff])
  assert.is((await load(get(`/v25.0/${account()}?fields=profile_picture_url`).body.profile_picture_url)).status, 200)
  const altered = await load(image.replace(/oe=\w+/, 'oe=FFFFFFFF'))
  assert.equal([altered.status, await altered.text()], [403, 'URL signature mismatch'])
  sandbox.control.turnClock(32 * 3600)
  const late = await load(image)
  assert.equal([late.status, await late.text()], [403, 'URL signature expired'])
})

test('who asks Meta’s own host gets the addresses of its files', async () => {
  const { sandbox, account } = await ask()
  const answer = await sandbox.fetch(`https://graph.facebook.com/v25.0/${account()}?fields=profile_picture_url&access_token=${sandbox.tokens.facebook}`)
  const { profile_picture_url: url } = await answer.json() as { profile_picture_url: string }
  assert.match(url, /^https:\/\/scontent\.cdninstagram\.com\/v\/t51\.2885-15\//)
  assert.is((await sandbox.fetch(url)).status, 200)
})

test('children of an album have few fields', async () => {
  const { get, account } = await ask()
  const { data } = get(`/v25.0/${account()}/media?fields=media_type&limit=20`).body
  const album = data.find((one: { media_type: string }) => one.media_type === 'CAROUSEL_ALBUM').id
  const [child] = get(`/v25.0/${album}/children?fields=id,media_type,media_url,timestamp,username,shortcode,owner,caption,like_count,comments_count,permalink,media_product_type`).body.data
  assert.equal(Object.keys(child), ['id', 'media_type', 'media_url', 'timestamp', 'username', 'shortcode', 'owner'])
  const image = data.find((one: { media_type: string }) => one.media_type === 'IMAGE').id
  assert.equal(get(`/v25.0/${image}/children`).body, { data: [] })
  assert.not('children' in get(`/v25.0/${image}?fields=id,children`).body)
})

test('comments have replies and can be hidden and deleted', async () => {
  const { get, post, account, sandbox } = await ask()
  const { data } = get(`/v25.0/${account()}/media?limit=10&fields=comments{id,text,username,from,hidden,replies{id,text,user,parent_id}}`).body
  const comments = data.flatMap((one: { comments?: { data: object[] } }) => one.comments?.data ?? [])
  const answered = comments.find((one: { replies?: { data: object[] } }) => (one.replies?.data.length ?? 0) > 0)
  const own = answered.replies.data.find((one: { user?: object }) => one.user !== undefined)
  assert.is(own.user.id, account())
  assert.is(get(`/v25.0/${own.id}?fields=user`, sandbox.tokens.instagram).body.user.id, get('/v25.0/me', sandbox.tokens.instagram).body.id)
  assert.is(answered.replies.data.at(-1).parent_id, answered.id)
  assert.equal(get(`/v25.0/${answered.id}/replies`).body.data.map((one: { id: string }) => one.id), answered.replies.data.map((one: { id: string }) => one.id))
  assert.equal(post(`/v25.0/${answered.id}`, { hide: 'true' }).body, { success: true })
  assert.is(get(`/v25.0/${answered.id}?fields=hidden`).body.hidden, true)
  const gone = sandbox.handle({ method: 'DELETE', url: `/v25.0/${answered.id}?access_token=${sandbox.tokens.facebook}` })
  assert.is(gone.body, '{"success":true}')
  assert.is(get(`/v25.0/${answered.id}`).body.error.error_subcode, 33)
})

test('business discovery shows public fields of another account, paged by cursor', async () => {
  const { get, account } = await ask()
  const read = (inner: string) => get(`/v25.0/${account()}?fields=business_discovery.username(some.one){${inner}}`).body
  const first = read('followers_count,media_count,media.limit(3){id,like_count,view_count,media_type}').business_discovery
  assert.equal(Object.keys(first.media.paging), ['cursors'])
  const second = read(`media.limit(3).after(${first.media.paging.cursors.after}){id}`).business_discovery
  assert.is.not(second.media.data[0].id, first.media.data[0].id)
  assert.match(read('follows_count,insights').error.message, /nonexisting field \(insights\)/)
  assert.is(get(`/v25.0/${first.media.data[0].id}`).body.error.error_subcode, 33)
  const strict = await ask({ strictPages: true })
  const { error } = strict.get(`/v25.0/${strict.account()}?fields=business_discovery.username(nobody){id}`).body
  assert.equal([error.code, error.error_subcode], [110, 2207013])
})

test('mentioned media and comments are read through one’s own account', async () => {
  const { get, account } = await ask()
  const [tagged] = get(`/v25.0/${account()}/tags?limit=10`).body.data
  const media = get(`/v25.0/${account()}?fields=mentioned_media.media_id(${tagged.id}){id,caption,username,media_type,timestamp}`).body.mentioned_media
  assert.is(media.id, tagged.id)
  assert.is(get(`/v25.0/${account()}?fields=mentioned_media.media_id(18000000000000000){id}`).body.error.error_subcode, 33)
  assert.equal(['mentioned_media', 'mentioned_comment'].map((field) => get(`/v25.0/${account()}?fields=${field}`).body.error.message), ['(#100) The parameter media_id is required', '(#100) The parameter comment_id is required'])
  const { data } = get(`/v25.0/${account()}/tags?fields=id,comments_count&limit=40`).body
  const commented = data.find((one: { comments_count: number }) => one.comments_count > 3).id
  const { comments } = get(`/v25.0/${account()}?fields=mentioned_media.media_id(${commented}){comments.limit(1){id,text}}`).body.mentioned_media
  assert.equal([comments.data.length, Object.keys(comments.paging)], [1, ['cursors']])
  assert.is(get(`/v25.0/${account()}?fields=mentioned_comment.comment_id(${comments.data[0].id}){text}`).body.mentioned_comment.text, comments.data[0].text)
})

test('hashtags are searched, read 50 at a time by after, and 30 in seven days are the most', async () => {
  const { get, account, sandbox } = await ask()
  const search = (q: string) => get(`/v25.0/ig_hashtag_search?user_id=${account()}&q=${q}`)
  const [{ id }] = search('bread').body.data
  assert.equal(get(`/v25.0/${id}?fields=id,name`).body, { id, name: 'bread' })
  const top = get(`/v25.0/${id}/top_media?user_id=${account()}&fields=id,like_count&limit=100`).body
  assert.is(top.data.length, 50)
  assert.equal(Object.keys(top.paging.cursors), ['after'])
  assert.match(get(`/v25.0/${id}/recent_media?user_id=${account()}&fields=username`).body.error.message, /nonexisting field \(username\)/)
  for (let i = 0; i < 29; i++) assert.is(search(`tag${i}`).status, 200)
  assert.is(search('onemore').body.error.code, 18)
  assert.is(search('bread').status, 200)
  assert.is(get(`/v25.0/${account()}/recently_searched_hashtags?limit=30`).body.data.length, 30)
  sandbox.control.turnClock(8 * 86_400)
  assert.is(search('onemore').status, 200)
})

test('the publishing limit counts posts of the last day', async () => {
  const { get, account } = await ask()
  const { data } = get(`/v25.0/${account()}/content_publishing_limit?fields=quota_usage,config`).body
  assert.equal(data[0].config, { quota_total: 50, quota_duration: 86_400 })
  assert.equal(Object.keys(get(`/v25.0/${account()}/content_publishing_limit`).body.data[0]), ['quota_usage'])
})

test('nothing is live', async () => {
  const { get, account } = await ask()
  assert.equal(get(`/v25.0/${account()}/live_media`).body, { data: [] })
})

test('methods that a node does not have are refused', async () => {
  const { post, account, sandbox } = await ask()
  assert.match(post(`/v25.0/${account()}`, { name: 'x' }).body.error.message, /^Unsupported post request\./)
  const [post1] = JSON.parse(sandbox.handle({ method: 'GET', url: `/${account()}/media?access_token=${sandbox.tokens.facebook}` }).body).data
  const refused = JSON.parse(sandbox.handle({ method: 'DELETE', url: `/${post1.id}?access_token=${sandbox.tokens.facebook}` }).body)
  assert.is(refused.error.error_subcode, 2207073)
})

test.run()
