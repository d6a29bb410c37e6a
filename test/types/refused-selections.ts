import { createGraphClient } from '../../sdk/index.ts'

const graph = createGraphClient({ accessToken: 'EAA' })
const ig = createGraphClient({ accessToken: 'IGAA', host: 'instagram' })

export const refused = [
  // error: v20.0 expired on 2026-09-24
  () => createGraphClient({ accessToken: 'x', version: 'v20.0' }),
  // error: 27.0 is not a version that is served; if it is, write unlisted('27.0')
  () => createGraphClient({ accessToken: 'x', version: '27.0' }),
  // error: Type '"threads"' is not assignable to type 'Host | undefined'.
  () => createGraphClient({ accessToken: 'x', host: 'threads' }),
  // error: Object literal may only specify known properties, but 'accessTokn' does not exist
  () => createGraphClient({ accessTokn: 'x' }),
  // error: Object literal may only specify known properties, but 'verison' does not exist
  () => createGraphClient({ accessToken: 'x', verison: 'v26.0' }),
  // error: Did you mean '"followers_count"'?
  () => graph.user('1').get({ fields: ['follower_count'] }),
  // error: FieldName<"IgUser", "facebook">
  () => graph.user('1').get({ fields: 'username' }),
  // error: FieldName<"IgMedia", "facebook">
  () => graph.media('1').get({ fields: ['duration'] }),
  // error: FieldName<"IgMedia", "facebook">
  () => graph.media('1').get({ fields: ['view_count'] }),
  // error: childern is neither an edge nor a parameter here
  () => graph.media('1').get({ fields: ['caption'], childern: {} }),
  // error: limit is neither an edge nor a parameter here
  () => graph.media('1').get({ fields: ['caption'], limit: 5 }),
  // error: FieldName<"AlbumChild", "facebook">
  () => graph.media('1').children({ fields: ['caption'] }),
  // error: insights is neither an edge nor a parameter here
  () => graph.media('1').children({ insights: ['reach'] }),
  // error: feilds is neither an edge nor a parameter here
  () => graph.user('1').media({ fields: ['caption'], children: { feilds: ['id'] } }),
  // error: plays was removed for every version on 2025-04-21; ask for views instead
  () => graph.user('1').media({ fields: ['caption'], insights: ['plays'] }),
  // error: reachh is not a media metric of the catalogue; if Meta added it since, write unlisted('reachh')
  () => graph.user('1').media({ fields: ['caption'], insights: ['reachh'] }),
  // error: saves is not a media metric of the catalogue; if Meta added it since, write unlisted('saves')
  () => graph.user('1').media({ fields: ['caption'], insights: { metric: ['saves'] } }),
  // error: since is neither an edge nor a parameter here
  () => graph.user('1').stories({ fields: ['id'], since: 1 }),
  // error: Type 'string' is not assignable to type 'number'.
  () => graph.user('1').media({ fields: ['id'], limit: '5' }),
  // error: FieldName<"IgMedia", "instagram">
  () => ig.user('me').get({ media: { fields: ['ig_id'] } }),
  // error: business_discovery is served on graph.facebook.com only
  () => ig.user('me').get({ fields: ['id'], business_discovery: { username: 'x', fields: ['id'] } }),
  // error: recentMedia is served on graph.facebook.com only
  () => ig.hashtag('1').recentMedia({ user_id: '1', fields: ['id'] }),
  // error: Property 'user_id' is missing
  () => graph.hashtag('1').topMedia({ fields: ['id'] }),
  // error: FieldName<"HashtagMedia", "facebook">
  () => graph.hashtag('1').topMedia({ user_id: '1', fields: ['username'] }),
  // error: Property 'hide' is missing
  () => graph.comment('1').hide({}),
  // error: refreshInstagram is served on graph.instagram.com only
  () => graph.tokens.refreshInstagram(),
  // error: exchange is served on graph.facebook.com only
  () => ig.tokens.exchange({ clientId: '1', clientSecret: 's' }),
  // error: debug is served on graph.facebook.com only
  () => ig.tokens.debug(),
]
