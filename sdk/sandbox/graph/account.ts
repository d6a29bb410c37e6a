import { readUserInsights } from '../insights/user.ts'
import type { Account } from '../world/account.ts'
import type { Context } from './context.ts'
import { readDiscovery, readMentionedComment, readMentionedMedia } from './discovery.ts'
import { followersAt, mediaCount, nested, readLive, readMedia, readPublishingLimit, readStories, readTags } from './edges.ts'
import { readSearched } from './hashtag.ts'
import type { NodeType } from './select.ts'
import { imageUrl } from './urls.ts'

/** The fields both hosts have. */
const SHARED: NodeType<Account>['fields'] = {
  biography: (account) => account.biography,
  followers_count: (account, context) => followersAt(account, context),
  follows_count: (account) => account.follows,
  media_count: (account, context) => mediaCount(account, context),
  name: (account) => account.name,
  profile_picture_url: (account, context) => imageUrl(context, account.key, 0),
  username: (account) => account.username,
  website: (account) => account.website,
  media: (account, context, field) => nested(field, (args, text) => readMedia(context, account, args, text)),
  stories: (account, context, field) => nested(field, (args, text) => readStories(context, account, args, text)),
  tags: (account, context, field) => nested(field, (args, text) => readTags(context, account, args, text)),
  live_media: (account, context, field) => nested(field, (args, text) => readLive(context, account, args, text)),
  insights: (account, context, field) => nested(field, (args, text) => readUserInsights(context, account, args, text)),
  content_publishing_limit: (account, context, field) => nested(field, (args, text) => readPublishingLimit(context, account, args, text)),
}

/** The account as graph.facebook.com shows it (IG §2.3). */
export const ACCOUNT: NodeType<Account> = {
  name: 'ShadowIGUser',
  usual: ['id'],
  fields: {
    ...SHARED,
    id: (account) => account.id,
    ig_id: (account) => account.igId,
    has_profile_pic: () => true,
    is_published: () => true,
    legacy_instagram_user_id: (account) => String(account.igId),
    shopping_product_tag_eligibility: () => false,
    shopping_review_status: () => undefined,
    owner_business: () => undefined,
    business_discovery: (account, context, field) => readDiscovery(context, account, field),
    mentioned_media: (account, context, field) => readMentionedMedia(context, account, field),
    mentioned_comment: (account, context, field) => readMentionedComment(context, account, field),
    collaborative_media_search: () => undefined,
    recently_searched_hashtags: (account, context, field) => nested(field, (args, text) => readSearched(context, account, args, text)),
  },
}

/** The account as graph.instagram.com shows it: its `id` is app-scoped, `user_id` is the other one. */
export const INSTAGRAM_ACCOUNT: NodeType<Account> = {
  name: 'IGUser',
  usual: ['id'],
  fields: { ...SHARED, id: (account) => account.scopedId, user_id: (account) => account.id, account_type: (account) => account.accountType },
}

export const accountType = (context: Context) => (context.dialect === 'instagram' ? INSTAGRAM_ACCOUNT : ACCOUNT)
