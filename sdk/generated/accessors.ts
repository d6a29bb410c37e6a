// Written by `npm run generate` from codegen/specs. Do not edit: change the specifications and generate again.

import type { Host } from './catalogue.ts'
import type { Success } from './entities.ts'
import type { Checked, Modifiers, Selected, Selection } from '../fields.ts'
import type { MediaInsightsCall, UserInsightsCall } from '../insights/types.ts'
import type { CallOptions } from '../options.ts'
import type { Pages } from '../page.ts'

export interface GraphRoot<H extends Host, V extends string> {
  /**
   * The id of a hashtag. 30 different hashtags in 7 days for an account.
   *
   * `GET /ig_hashtag_search`
   */
  hashtagSearch<const S extends Selection<'Hashtag', H> & { readonly user_id: string, readonly q: string }>(this: [H] extends ['facebook'] ? unknown : 'hashtagSearch is served on graph.facebook.com only', selection: Checked<S, 'Hashtag', H, V, { readonly user_id: string, readonly q: string }>, options?: CallOptions): Pages<Selected<'Hashtag', S>>
}

export interface PersonNode<H extends Host, V extends string> {
  readonly id: string
  /**
   * The person or page that the token stands for (graph.facebook.com). On graph.instagram.com `/me` is the Instagram account.
   *
   * `GET /me`
   */
  get<const S extends Selection<'Person', H> = {}>(this: [H] extends ['facebook'] ? unknown : 'get is served on graph.facebook.com only', selection?: Checked<S, 'Person', H, V>, options?: CallOptions): Promise<Selected<'Person', S>>
  /**
   * The pages that the token's person has a role on. Pages without an Instagram account leave out instagram_business_account.
   *
   * `GET /{person_id}/accounts`
   */
  accounts<const S extends Selection<'Page', H> & Pick<Modifiers, 'limit' | 'after' | 'before'> & { readonly is_place?: boolean | undefined, readonly is_promotable?: boolean | undefined, readonly ad_id?: string | undefined } = {}>(this: [H] extends ['facebook'] ? unknown : 'accounts is served on graph.facebook.com only', selection?: Checked<S, 'Page', H, V, Pick<Modifiers, 'limit' | 'after' | 'before'> & { readonly is_place?: boolean | undefined, readonly is_promotable?: boolean | undefined, readonly ad_id?: string | undefined }>, options?: CallOptions): Pages<Selected<'Page', S>>
  /**
   * What was granted to the app. Unusable with a page token.
   *
   * `GET /{person_id}/permissions`
   */
  permissions<const S extends Selection<'Permission', H> = {}>(this: [H] extends ['facebook'] ? unknown : 'permissions is served on graph.facebook.com only', selection?: Checked<S, 'Permission', H, V>, options?: CallOptions): Pages<Selected<'Permission', S>>
}

export interface PageNode<H extends Host, V extends string> {
  readonly id: string
  /**
   * A Facebook page and the Instagram account linked to it.
   *
   * `GET /{page_id}`
   */
  get<const S extends Selection<'Page', H> = {}>(this: [H] extends ['facebook'] ? unknown : 'get is served on graph.facebook.com only', selection?: Checked<S, 'Page', H, V>, options?: CallOptions): Promise<Selected<'Page', S>>
}

export interface UserNode<H extends Host, V extends string> {
  readonly id: string
  /**
   * An Instagram professional account. On graph.instagram.com `me` names the token's own.
   *
   * `GET /{user_id}`
   */
  get<const S extends Selection<'IgUser', H> = {}>(selection?: Checked<S, 'IgUser', H, V>, options?: CallOptions): Promise<Selected<'IgUser', S>>
  /**
   * Media of the account, newest first, at most the 10,000 most recent; stories are not in it.
   *
   * `GET /{user_id}/media`
   */
  media<const S extends Selection<'IgMedia', H> & Pick<Modifiers, 'limit' | 'after' | 'before' | 'since' | 'until'> = {}>(selection?: Checked<S, 'IgMedia', H, V, Pick<Modifiers, 'limit' | 'after' | 'before' | 'since' | 'until'>>, options?: CallOptions): Pages<Selected<'IgMedia', S>>
  /**
   * Stories of the last 24 hours; live stories and reshares are not in it.
   *
   * `GET /{user_id}/stories`
   */
  stories<const S extends Selection<'IgMedia', H> & Pick<Modifiers, 'limit' | 'after' | 'before'> = {}>(selection?: Checked<S, 'IgMedia', H, V, Pick<Modifiers, 'limit' | 'after' | 'before'>>, options?: CallOptions): Pages<Selected<'IgMedia', S>>
  /**
   * Media of others in which the account was tagged. Private media is left out. Pages carry cursors and no links.
   *
   * `GET /{user_id}/tags`
   */
  tags<const S extends Selection<'IgMedia', H> & Pick<Modifiers, 'limit' | 'after' | 'before'> = {}>(selection?: Checked<S, 'IgMedia', H, V, Pick<Modifiers, 'limit' | 'after' | 'before'>>, options?: CallOptions): Pages<Selected<'IgMedia', S>>
  /**
   * Live videos that are being broadcast now.
   *
   * `GET /{user_id}/live_media`
   */
  liveMedia<const S extends Selection<'IgMedia', H> & Pick<Modifiers, 'limit' | 'after' | 'before' | 'since' | 'until'> = {}>(selection?: Checked<S, 'IgMedia', H, V, Pick<Modifiers, 'limit' | 'after' | 'before' | 'since' | 'until'>>, options?: CallOptions): Pages<Selected<'IgMedia', S>>
  /**
   * Numbers of the account. One refused metric fails the whole call; a metric without data is left out of the answer. At most 30 days between since and until.
   *
   * `GET /{user_id}/insights`
   */
  readonly insights: UserInsightsCall<H, V>
  /**
   * How many posts the account published through the API in the running window.
   *
   * `GET /{user_id}/content_publishing_limit`
   */
  contentPublishingLimit<const S extends Selection<'ContentPublishingLimit', H> & Pick<Modifiers, 'since'> = {}>(selection?: Checked<S, 'ContentPublishingLimit', H, V, Pick<Modifiers, 'since'>>, options?: CallOptions): Pages<Selected<'ContentPublishingLimit', S>>
  /**
   * Hashtags that the account searched in the last 7 days, at most 30.
   *
   * `GET /{user_id}/recently_searched_hashtags`
   */
  recentlySearchedHashtags<const S extends Selection<'Hashtag', H> & Pick<Modifiers, 'limit' | 'after' | 'before'> = {}>(this: [H] extends ['facebook'] ? unknown : 'recentlySearchedHashtags is served on graph.facebook.com only', selection?: Checked<S, 'Hashtag', H, V, Pick<Modifiers, 'limit' | 'after' | 'before'>>, options?: CallOptions): Pages<Selected<'Hashtag', S>>
}

export interface MediaNode<H extends Host, V extends string, K extends string> {
  readonly id: string
  /**
   * One post, reel, story, album or album child.
   *
   * `GET /{media_id}`
   */
  get<const S extends Selection<'IgMedia', H> = {}>(selection?: Checked<S, 'IgMedia', H, V>, options?: CallOptions): Promise<Selected<'IgMedia', S>>
  /**
   * The parts of an album. They have no insights of their own.
   *
   * `GET /{media_id}/children`
   */
  children<const S extends Selection<'AlbumChild', H> & Pick<Modifiers, 'limit' | 'after' | 'before'> = {}>(selection?: Checked<S, 'AlbumChild', H, V, Pick<Modifiers, 'limit' | 'after' | 'before'>>, options?: CallOptions): Pages<Selected<'AlbumChild', S>>
  /**
   * Top-level comments, newest first, at most 50 a page; replies come by expansion or from the comment.
   *
   * `GET /{media_id}/comments`
   */
  comments<const S extends Selection<'IgComment', H> & Pick<Modifiers, 'limit' | 'after' | 'before'> = {}>(selection?: Checked<S, 'IgComment', H, V, Pick<Modifiers, 'limit' | 'after' | 'before'>>, options?: CallOptions): Pages<Selected<'IgComment', S>>
  /**
   * Accounts invited to collaborate on the media.
   *
   * `GET /{media_id}/collaborators`
   */
  collaborators<const S extends Selection<'Collaborator', H> & Pick<Modifiers, 'limit' | 'after' | 'before'> = {}>(this: [H] extends ['facebook'] ? unknown : 'collaborators is served on graph.facebook.com only', selection?: Checked<S, 'Collaborator', H, V, Pick<Modifiers, 'limit' | 'after' | 'before'>>, options?: CallOptions): Pages<Selected<'Collaborator', S>>
  /**
   * Numbers of one media since it was posted. Stories answer for 24 hours only.
   *
   * `GET /{media_id}/insights`
   */
  readonly insights: MediaInsightsCall<H, V, K>
}

export interface CommentNode<H extends Host, V extends string> {
  readonly id: string
  /**
   * One comment or reply.
   *
   * `GET /{comment_id}`
   */
  get<const S extends Selection<'IgComment', H> = {}>(selection?: Checked<S, 'IgComment', H, V>, options?: CallOptions): Promise<Selected<'IgComment', S>>
  /**
   * Hides a comment, or shows it again.
   *
   * `POST /{comment_id}`
   */
  hide(parameters: { readonly hide: boolean }, options?: CallOptions): Promise<Success>
  /**
   * Deletes a comment.
   *
   * `DELETE /{comment_id}`
   */
  delete(options?: CallOptions): Promise<Success>
  /**
   * Replies to a comment.
   *
   * `GET /{comment_id}/replies`
   */
  replies<const S extends Selection<'IgComment', H> & Pick<Modifiers, 'limit' | 'after' | 'before'> = {}>(selection?: Checked<S, 'IgComment', H, V, Pick<Modifiers, 'limit' | 'after' | 'before'>>, options?: CallOptions): Pages<Selected<'IgComment', S>>
}

export interface HashtagNode<H extends Host, V extends string> {
  readonly id: string
  /**
   * A hashtag. Ids are the same for everybody and do not change.
   *
   * `GET /{hashtag_id}`
   */
  get<const S extends Selection<'Hashtag', H> = {}>(this: [H] extends ['facebook'] ? unknown : 'get is served on graph.facebook.com only', selection?: Checked<S, 'Hashtag', H, V>, options?: CallOptions): Promise<Selected<'Hashtag', S>>
  /**
   * Public media of the last 24 hours with the hashtag.
   *
   * `GET /{hashtag_id}/recent_media`
   */
  recentMedia<const S extends Selection<'HashtagMedia', H> & Pick<Modifiers, 'limit' | 'after'> & { readonly user_id: string }>(this: [H] extends ['facebook'] ? unknown : 'recentMedia is served on graph.facebook.com only', selection: Checked<S, 'HashtagMedia', H, V, Pick<Modifiers, 'limit' | 'after'> & { readonly user_id: string }>, options?: CallOptions): Pages<Selected<'HashtagMedia', S>>
  /**
   * The most popular public media with the hashtag.
   *
   * `GET /{hashtag_id}/top_media`
   */
  topMedia<const S extends Selection<'HashtagMedia', H> & Pick<Modifiers, 'limit' | 'after'> & { readonly user_id: string }>(this: [H] extends ['facebook'] ? unknown : 'topMedia is served on graph.facebook.com only', selection: Checked<S, 'HashtagMedia', H, V, Pick<Modifiers, 'limit' | 'after'> & { readonly user_id: string }>, options?: CallOptions): Pages<Selected<'HashtagMedia', S>>
}
