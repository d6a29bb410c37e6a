// Written by `npm run generate` from codegen/specs. Do not edit: change the specifications and generate again.

export type Period = 'day' | 'week' | 'days_28' | 'month' | 'lifetime' | 'total_over_range'
export type MetricType = 'default' | 'time_series' | 'total_value'
export type Timeframe = 'last_14_days' | 'last_30_days' | 'last_90_days' | 'prev_month' | 'this_month' | 'this_week'

/** A node of which only the id is shown unless expanded */
export interface Reference {
  readonly id: string
}

export interface Person {
  readonly id: string
  readonly name?: string
}

export interface Permission {
  /** Such as instagram_basic */
  readonly permission: string
  readonly status: 'granted' | 'declined' | 'expired'
}

export interface Category {
  readonly id?: string
  readonly name?: string
}

export interface Page {
  readonly id: string
  readonly name: string
  /** Page token. A secret. */
  readonly access_token?: string
  readonly category?: string
  readonly category_list?: readonly Category[]
  /** What the person may do: ANALYZE, ADVERTISE, MODERATE, CREATE_CONTENT, MANAGE */
  readonly tasks?: readonly string[]
  readonly username?: string
  readonly link?: string
  /** The linked professional account; left out when there is none */
  readonly instagram_business_account?: Reference
  readonly connected_instagram_account?: Reference
  readonly connected_page_backed_instagram_account?: Reference
}

export interface IgUser {
  /** App-scoped id, 17841… */
  readonly id: string
  /** Legacy numeric id */
  readonly ig_id?: number
  /** graph.instagram.com only */
  readonly account_type?: 'BUSINESS' | 'MEDIA_CREATOR'
  /** The 17841… id; graph.instagram.com only */
  readonly user_id?: string | number
  readonly biography?: string
  /** A snapshot; Meta keeps no history */
  readonly followers_count?: number
  readonly follows_count?: number
  readonly has_profile_pic?: boolean
  readonly is_published?: boolean
  readonly legacy_instagram_user_id?: string
  /** May differ from the number of media listed */
  readonly media_count: number
  readonly name?: string
  /** A signed URL that expires */
  readonly profile_picture_url?: string
  readonly shopping_product_tag_eligibility?: boolean
  readonly shopping_review_status?: string
  readonly owner_business?: Reference
  readonly username: string
  /** Left out when empty */
  readonly website?: string
  /** Another professional account */
  readonly business_discovery?: DiscoveredUser
  /** Media in whose caption the account was mentioned; by expansion only */
  readonly mentioned_media?: MentionedMedia
  /** A comment in which the account was mentioned; by expansion only */
  readonly mentioned_comment?: MentionedComment
}

/** What is public of another professional account */
export interface DiscoveredUser {
  readonly id: string
  readonly ig_id?: number
  readonly biography?: string
  readonly followers_count?: number
  readonly media_count?: number
  readonly name?: string
  readonly profile_picture_url?: string
  readonly username?: string
  readonly website?: string
}

export interface DiscoveredMedia {
  readonly id: string
  readonly caption?: string
  readonly comments_count?: number
  readonly like_count?: number
  readonly media_product_type?: MediaProductType
  readonly media_type?: MediaType
  readonly media_url?: string
  readonly permalink?: string
  readonly timestamp?: string
  readonly username?: string
  readonly view_count?: number
}

export interface MentionedMedia {
  readonly id: string
  readonly caption?: string
  readonly comments_count?: number
  readonly like_count?: number
  readonly media_type?: MediaType
  readonly media_url?: string
  readonly owner?: Reference
  readonly timestamp?: string
  readonly username?: string
}

export interface MentionedComment {
  readonly id: string
  readonly like_count?: number
  readonly media?: Reference
  readonly text?: string
  readonly timestamp?: string
}

export type MediaType = 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM'
export type MediaProductType = 'AD' | 'FEED' | 'STORY' | 'REELS' | 'IGTV'

export interface IgMedia {
  readonly id: string
  readonly ig_id?: string
  readonly legacy_instagram_media_id?: string
  /** Not on album children */
  readonly caption?: string
  readonly alt_text?: string
  readonly media_type: MediaType
  /** Absent on album children; reels have media_type VIDEO */
  readonly media_product_type?: MediaProductType
  /** A signed URL that expires; left out for media flagged for copyright, and for some video stories */
  readonly media_url?: string
  /** Video only */
  readonly media_audio_type?: 'MUSIC' | 'ORIGINAL_SOUND'
  /** Own media only */
  readonly owner?: Reference
  /** Not on album children */
  readonly permalink?: string
  readonly shortcode?: string
  /** Video only */
  readonly thumbnail_url?: string
  /** When it was posted, such as 2026-10-02T08:15:30+0000 */
  readonly timestamp: string
  readonly username?: string
  /** Not on album children */
  readonly comments_count?: number
  /** Left out when the owner hides likes; not on album children */
  readonly like_count?: number
  readonly is_comment_enabled?: boolean
  /** Reels only */
  readonly is_shared_to_feed?: boolean
  readonly is_ai_generated?: boolean
  readonly current_live_viewer_count?: number
  readonly has_poll?: boolean
  readonly has_slider?: boolean
  readonly video_title?: string
  /** By business_discovery only */
  readonly view_count?: number
  readonly reposts_count?: number
  readonly saved_count?: number
  readonly shares_count?: number
  readonly total_like_count?: number
  readonly total_comments_count?: number
  /** Video only */
  readonly total_views_count?: number
  readonly boost_ads_list?: readonly BoostAd[]
  readonly boost_eligibility_info?: BoostEligibility
  readonly copyright_check_information?: CopyrightCheck
}

/** A part of an album. What belongs to the whole, such as its caption, is not on it. */
export interface AlbumChild {
  readonly id: string
  readonly ig_id?: string
  readonly media_type: MediaType
  /** A signed URL that expires; left out for media flagged for copyright */
  readonly media_url?: string
  readonly owner?: Reference
  /** Answered though the documentation says otherwise */
  readonly permalink?: string
  readonly shortcode?: string
  /** Video only */
  readonly thumbnail_url?: string
  /** When it was posted, such as 2026-10-02T08:15:30+0000 */
  readonly timestamp: string
  readonly username?: string
}

export interface BoostAd {
  readonly ad_id?: string
  readonly ad_status?: string
}

export interface BoostEligibility {
  readonly eligible_to_boost?: boolean
  readonly boost_ineligible_reason?: string
}

export interface CopyrightCheck {
  readonly status?: { readonly status?: string, readonly matches_found?: boolean }
  readonly copyright_matches?: readonly Readonly<Record<string, unknown>>[]
}

export interface Collaborator {
  readonly id: string
  readonly username?: string
  readonly invite_status?: string
}

export interface IgComment {
  readonly id: string
  readonly text: string
  readonly timestamp: string
  /** Needs the permission to manage comments */
  readonly username?: string
  readonly from?: CommentAuthor
  readonly hidden?: boolean
  readonly like_count?: number
  readonly legacy_instagram_comment_id?: string
  readonly media?: CommentedMedia
  /** Replies only */
  readonly parent_id?: string
  /** Own comments only */
  readonly user?: Reference
}

export interface CommentAuthor {
  readonly id?: string
  readonly username?: string
  readonly self_ig_scoped_id?: string
}

export interface CommentedMedia {
  readonly id?: string
  readonly media_product_type?: MediaProductType
}

export interface Hashtag {
  readonly id: string
  readonly name?: string
}

export interface HashtagMedia {
  readonly id: string
  readonly caption?: string
  readonly comments_count?: number
  readonly like_count?: number
  readonly media_type?: MediaType
  readonly media_url?: string
  readonly permalink?: string
  readonly timestamp?: string
}

export interface ContentPublishingLimit {
  readonly quota_usage: number
  readonly config?: { readonly quota_total?: number, readonly quota_duration?: number }
}

export interface UserInsight {
  readonly name: string
  readonly period: string
  readonly title?: string
  readonly description?: string
  /** {node-id}/insights/{metric}/{period} */
  readonly id: string
  /** Time series */
  readonly values?: readonly InsightValue[]
  readonly total_value?: InsightTotal
}

export interface MediaInsight {
  readonly name: string
  readonly period: 'lifetime'
  readonly title?: string
  readonly description?: string
  readonly id: string
  /** One element */
  readonly values?: readonly { readonly value: number }[]
  /** With a breakdown */
  readonly total_value?: InsightTotal
}

export interface InsightValue {
  readonly value?: number | Readonly<Record<string, number>>
  /** Cut-off of the bucket: midnight US Pacific, such as 2026-10-02T07:00:00+0000 */
  readonly end_time?: string
}

export interface InsightTotal {
  readonly value?: number
  readonly breakdowns?: readonly InsightBreakdown[]
}

export interface InsightBreakdown {
  readonly dimension_keys: readonly string[]
  /** Groups of zero are left out */
  readonly results?: readonly { readonly dimension_values: readonly string[], readonly value: number, readonly end_time?: string }[]
}

export interface Cursors {
  readonly before?: string
  readonly after?: string
}

export interface Paging {
  readonly cursors?: Cursors
  /** Carries the access token. A secret. */
  readonly next?: string
  /** Carries the access token. A secret. */
  readonly previous?: string
}

export interface Success {
  readonly success: boolean
}

export interface AccessToken {
  readonly access_token: string
  readonly token_type?: string
  /** Seconds */
  readonly expires_in?: number
  readonly permissions?: string
}

export interface DebugToken {
  readonly data: DebuggedToken
}

/** What a token is. Meta leaves out what does not apply. */
export interface DebuggedToken {
  readonly app_id?: string
  /** USER, PAGE or SYSTEM_USER */
  readonly type?: string
  /** The app by its name */
  readonly application?: string
  /** Seconds since 1970; 0 is never */
  readonly expires_at?: number
  /** Seconds since 1970; from then on the token opens no data until the person logs in again */
  readonly data_access_expires_at?: number
  readonly is_valid?: boolean
  /** Seconds since 1970 */
  readonly issued_at?: number
  /** Permissions, such as instagram_basic */
  readonly scopes?: readonly string[]
  /** Permissions that hold for some pages or accounts only */
  readonly granular_scopes?: readonly { readonly scope?: string, readonly target_ids?: readonly string[] }[]
  readonly user_id?: string
  /** The page of a page token */
  readonly profile_id?: string
  /** Why it is not valid */
  readonly error?: { readonly code?: number, readonly message?: string, readonly subcode?: number }
}

export interface BatchElement {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly relative_url: string
  /** Form-encoded */
  readonly body?: string
  readonly headers?: readonly BatchHeader[]
  readonly name?: string
  readonly depends_on?: string
  readonly omit_response_on_success?: boolean
  readonly attached_files?: string
}

export interface BatchHeader {
  readonly name?: string
  readonly value?: string
}

export interface BatchAnswer {
  readonly code: number
  readonly headers?: readonly BatchHeader[]
  /** JSON text */
  readonly body?: string
}

/** What may be asked of each node: its fields, its edges, the nodes it points to, the fields that are never left out, and those of one host. */
export interface Nodes {
  readonly Person: { fields: Person, edges: { accounts: 'Page', permissions: 'Permission' }, nodes: {}, always: 'id', notOn: { facebook: never, instagram: never } }
  readonly Permission: { fields: Permission, edges: {}, nodes: {}, always: 'permission' | 'status', notOn: { facebook: never, instagram: never } }
  readonly Page: { fields: Page, edges: {}, nodes: { instagram_business_account: 'IgUser', connected_instagram_account: 'IgUser', connected_page_backed_instagram_account: 'IgUser' }, always: 'id' | 'name', notOn: { facebook: never, instagram: never } }
  readonly IgUser: { fields: IgUser, edges: { media: 'IgMedia', stories: 'IgMedia', tags: 'IgMedia', live_media: 'IgMedia', insights: 'UserInsight', content_publishing_limit: 'ContentPublishingLimit', recently_searched_hashtags: 'Hashtag' }, nodes: { business_discovery: 'DiscoveredUser', mentioned_media: 'MentionedMedia', mentioned_comment: 'MentionedComment' }, always: 'id' | 'username' | 'media_count', notOn: { facebook: 'account_type' | 'user_id', instagram: 'ig_id' | 'has_profile_pic' | 'is_published' | 'legacy_instagram_user_id' | 'shopping_product_tag_eligibility' | 'shopping_review_status' | 'owner_business' | 'business_discovery' | 'mentioned_media' | 'mentioned_comment' | 'recently_searched_hashtags' } }
  readonly DiscoveredUser: { fields: DiscoveredUser, edges: { media: 'DiscoveredMedia' }, nodes: {}, always: 'id', notOn: { facebook: never, instagram: never } }
  readonly DiscoveredMedia: { fields: DiscoveredMedia, edges: {}, nodes: {}, always: 'id', notOn: { facebook: never, instagram: never } }
  readonly MentionedMedia: { fields: MentionedMedia, edges: { comments: 'IgComment' }, nodes: {}, always: 'id', notOn: { facebook: never, instagram: never } }
  readonly MentionedComment: { fields: MentionedComment, edges: {}, nodes: {}, always: 'id', notOn: { facebook: never, instagram: never } }
  readonly IgMedia: { fields: IgMedia, edges: { children: 'AlbumChild', comments: 'IgComment', insights: 'MediaInsight', collaborators: 'Collaborator' }, nodes: {}, always: 'id' | 'media_type' | 'timestamp', notOn: { facebook: 'view_count', instagram: 'collaborators' | 'view_count' | 'ig_id' | 'legacy_instagram_media_id' | 'boost_ads_list' | 'boost_eligibility_info' | 'copyright_check_information' | 'has_poll' | 'has_slider' | 'video_title' | 'reposts_count' | 'saved_count' | 'shares_count' | 'total_like_count' | 'total_comments_count' | 'total_views_count' } }
  readonly AlbumChild: { fields: AlbumChild, edges: {}, nodes: {}, always: 'id' | 'media_type' | 'timestamp', notOn: { facebook: never, instagram: 'ig_id' } }
  readonly Collaborator: { fields: Collaborator, edges: {}, nodes: {}, always: 'id', notOn: { facebook: never, instagram: never } }
  readonly IgComment: { fields: IgComment, edges: { replies: 'IgComment' }, nodes: {}, always: 'id' | 'text' | 'timestamp', notOn: { facebook: never, instagram: never } }
  readonly Hashtag: { fields: Hashtag, edges: {}, nodes: {}, always: 'id', notOn: { facebook: never, instagram: never } }
  readonly HashtagMedia: { fields: HashtagMedia, edges: { children: 'AlbumChild' }, nodes: {}, always: 'id', notOn: { facebook: never, instagram: never } }
  readonly ContentPublishingLimit: { fields: ContentPublishingLimit, edges: {}, nodes: {}, always: 'quota_usage', notOn: { facebook: never, instagram: never } }
}

export type NodeName = keyof Nodes
