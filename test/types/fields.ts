import { createGraphClient, readMediaInsights, unlisted } from '../../sdk/index.ts'

const graph = createGraphClient({ accessToken: 'EAA' })
const instagram = createGraphClient({ accessToken: 'IGAA', host: 'instagram' })

export async function fine(): Promise<void> {
  const user = await graph.user('1').get({
    fields: ['username', 'website', unlisted('brand_new')],
    media: { fields: ['caption', 'timestamp'], limit: 50, insights: ['reach'], children: { fields: ['media_url'] } },
    business_discovery: { username: 'rye', fields: ['followers_count'] },
  })
  const name: string = user.username
  const media = user.media?.data[0]
  const posted: string | undefined = media?.timestamp
  void [name, posted, user.id, user.website?.length, user.brand_new, media?.insights?.data[0]?.values, media?.children?.data[0]?.media_url, user.business_discovery?.followers_count]
  for await (const comment of graph.media('1').comments({ fields: ['text'], replies: { fields: ['text', 'username'] } })) void [comment.text.length, comment.replies?.data[0]?.username]
  const me = await instagram.user('me').get({ fields: ['account_type', 'user_id'] })
  void me.account_type
  // error: Property 'caption' does not exist
  void media?.permalink, (await graph.media('1').get({ fields: ['id'] })).caption
}

export const withTheirs = createGraphClient({ accessToken: 'EAA', fetch: globalThis.fetch })

export async function wrong(): Promise<void> {
  // error: "captoin"
  void graph.media('1').get({ fields: ['captoin'] })
  // error: "account_type"
  void graph.user('1').get({ fields: ['account_type'] })
  // error: "ig_id"
  void instagram.user('1').get({ fields: ['ig_id'] })
  const user = await graph.user('1').get({ fields: ['website'] })
  // error: 'user.website' is possibly 'undefined'
  void user.website.length
  // error: medai is neither an edge nor a parameter here
  void graph.user('1').get({ fields: ['username'], medai: { fields: ['id'] } })
  // error: user_id is neither an edge nor a parameter here
  void graph.user('1').media({ fields: ['id'], user_id: '2' })
  // error: Property 'username' is missing
  void graph.user('1').get({ business_discovery: { fields: ['followers_count'] } })
  // error: Property 'user_id' is missing
  void graph.hashtag('1').recentMedia({ fields: ['caption'] })
  // error: collaborators is served on graph.facebook.com only
  void instagram.media('1').collaborators()
  // error: batch is served on graph.facebook.com only
  void instagram.batch(() => [])
  // error: accounts is served on graph.facebook.com only
  void instagram.me.accounts()
}

export async function posts(): Promise<void> {
  for await (const { media } of readMediaInsights(graph, { userId: '1', metrics: [{ metric: 'reach' }], selection: { fields: ['permalink'] } })) {
    // error: Property 'caption' does not exist
    void media[0]?.caption
  }
}
