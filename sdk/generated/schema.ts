// Written by `npm run generate` from codegen/specs. Do not edit: change the specifications and generate again.

export interface paths {
    readonly "/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The person or page that the token stands for (graph.facebook.com). On graph.instagram.com `/me` is the Instagram account. */
        readonly get: operations["person.get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{person_id}/accounts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The pages that the token's person has a role on. Pages without an Instagram account leave out instagram_business_account. */
        readonly get: operations["person.accounts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{person_id}/permissions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description What was granted to the app. Unusable with a page token. */
        readonly get: operations["person.permissions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{page_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A Facebook page and the Instagram account linked to it. */
        readonly get: operations["page.get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{user_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description An Instagram professional account. On graph.instagram.com `me` names the token's own. */
        readonly get: operations["user.get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{user_id}/media": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Media of the account, newest first, at most the 10,000 most recent; stories are not in it. */
        readonly get: operations["user.media"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{user_id}/stories": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Stories of the last 24 hours; live stories and reshares are not in it. */
        readonly get: operations["user.stories"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{user_id}/tags": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Media of others in which the account was tagged. Private media is left out. Pages carry cursors and no links. */
        readonly get: operations["user.tags"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{user_id}/live_media": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Live videos that are being broadcast now. */
        readonly get: operations["user.liveMedia"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{user_id}/insights": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Numbers of the account. One refused metric fails the whole call; a metric without data is left out of the answer. At most 30 days between since and until. */
        readonly get: operations["user.insights"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{user_id}/content_publishing_limit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description How many posts the account published through the API in the running window. */
        readonly get: operations["user.contentPublishingLimit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{user_id}/recently_searched_hashtags": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Hashtags that the account searched in the last 7 days, at most 30. */
        readonly get: operations["user.recentlySearchedHashtags"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{media_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description One post, reel, story, album or album child. */
        readonly get: operations["media.get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{media_id}/children": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The parts of an album. They have no insights of their own. */
        readonly get: operations["media.children"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{media_id}/comments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Top-level comments, newest first, at most 50 a page; replies come by expansion or from the comment. */
        readonly get: operations["media.comments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{media_id}/collaborators": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Accounts invited to collaborate on the media. */
        readonly get: operations["media.collaborators"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{media_id}/insights": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Numbers of one media since it was posted. Stories answer for 24 hours only. */
        readonly get: operations["media.insights"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{comment_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description One comment or reply. */
        readonly get: operations["comment.get"];
        readonly put?: never;
        /** @description Hides a comment, or shows it again. */
        readonly post: operations["comment.hide"];
        /** @description Deletes a comment. */
        readonly delete: operations["comment.delete"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{comment_id}/replies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Replies to a comment. */
        readonly get: operations["comment.replies"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ig_hashtag_search": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The id of a hashtag. 30 different hashtags in 7 days for an account. */
        readonly get: operations["graph.hashtagSearch"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{hashtag_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A hashtag. Ids are the same for everybody and do not change. */
        readonly get: operations["hashtag.get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{hashtag_id}/recent_media": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Public media of the last 24 hours with the hashtag. */
        readonly get: operations["hashtag.recentMedia"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/{hashtag_id}/top_media": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The most popular public media with the hashtag. */
        readonly get: operations["hashtag.topMedia"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/debug_token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description What a token is, whose, with which scopes and until when. */
        readonly get: operations["graph.debugToken"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/oauth/access_token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A long-lived token (about 60 days) for a short-lived one of Facebook Login. */
        readonly get: operations["graph.exchangeToken"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/access_token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description A long-lived token (about 60 days) for a short-lived one of Instagram Login. The path carries no version. */
        readonly get: operations["graph.exchangeInstagramToken"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/refresh_access_token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Another 60 days for a long-lived token of Instagram Login that is at least 24 hours old and has not expired. The path carries no version. */
        readonly get: operations["graph.refreshInstagramToken"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** @description Up to 50 requests in one. Each counts as a call. Elements answered null timed out and are to be sent again. */
        readonly post: operations["graph.batch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        readonly Period: "day" | "week" | "days_28" | "month" | "lifetime" | "total_over_range";
        /** @enum {string} */
        readonly MetricType: "default" | "time_series" | "total_value";
        /** @enum {string} */
        readonly Timeframe: "last_14_days" | "last_30_days" | "last_90_days" | "prev_month" | "this_month" | "this_week";
        /** @description A node of which only the id is shown unless expanded */
        readonly Reference: {
            readonly id: string;
        };
        readonly Person: {
            readonly id?: string;
            readonly name?: string;
        };
        readonly Permission: {
            /** @description Such as instagram_basic */
            readonly permission?: string;
            /** @enum {string} */
            readonly status?: "granted" | "declined" | "expired";
        };
        readonly Category: {
            readonly id?: string;
            readonly name?: string;
        };
        readonly Page: {
            readonly id?: string;
            readonly name?: string;
            /** @description Page token. A secret. */
            readonly access_token?: string;
            readonly category?: string;
            readonly category_list?: readonly components["schemas"]["Category"][];
            /** @description What the person may do: ANALYZE, ADVERTISE, MODERATE, CREATE_CONTENT, MANAGE */
            readonly tasks?: readonly string[];
            readonly username?: string;
            readonly link?: string;
            /** @description The linked professional account; left out when there is none */
            readonly instagram_business_account?: components["schemas"]["Reference"];
            readonly connected_instagram_account?: components["schemas"]["Reference"];
            readonly connected_page_backed_instagram_account?: components["schemas"]["Reference"];
        };
        readonly IgUser: {
            /** @description App-scoped id, 17841… */
            readonly id?: string;
            /** @description Legacy numeric id */
            readonly ig_id?: number;
            /**
             * @description graph.instagram.com only
             * @enum {string}
             */
            readonly account_type?: "BUSINESS" | "MEDIA_CREATOR";
            /** @description The 17841… id; graph.instagram.com only */
            readonly user_id?: string | number;
            readonly biography?: string;
            /** @description A snapshot; Meta keeps no history */
            readonly followers_count?: number;
            readonly follows_count?: number;
            readonly has_profile_pic?: boolean;
            readonly is_published?: boolean;
            readonly legacy_instagram_user_id?: string;
            /** @description May differ from the number of media listed */
            readonly media_count?: number;
            readonly name?: string;
            /** @description A signed URL that expires */
            readonly profile_picture_url?: string;
            readonly shopping_product_tag_eligibility?: boolean;
            readonly shopping_review_status?: string;
            readonly owner_business?: components["schemas"]["Reference"];
            readonly username?: string;
            /** @description Left out when empty */
            readonly website?: string;
            /** @description Another professional account */
            readonly business_discovery?: components["schemas"]["DiscoveredUser"];
            /** @description Media in whose caption the account was mentioned; by expansion only */
            readonly mentioned_media?: components["schemas"]["MentionedMedia"];
            /** @description A comment in which the account was mentioned; by expansion only */
            readonly mentioned_comment?: components["schemas"]["MentionedComment"];
            readonly media?: components["schemas"]["IgMediaList"];
            readonly stories?: components["schemas"]["IgMediaList"];
            readonly tags?: components["schemas"]["IgMediaList"];
            readonly live_media?: components["schemas"]["IgMediaList"];
            readonly insights?: components["schemas"]["UserInsightList"];
            readonly content_publishing_limit?: components["schemas"]["ContentPublishingLimitList"];
            readonly recently_searched_hashtags?: components["schemas"]["HashtagList"];
        };
        /** @description What is public of another professional account */
        readonly DiscoveredUser: {
            readonly id?: string;
            readonly ig_id?: number;
            readonly biography?: string;
            readonly followers_count?: number;
            readonly media_count?: number;
            readonly name?: string;
            readonly profile_picture_url?: string;
            readonly username?: string;
            readonly website?: string;
            readonly media?: components["schemas"]["DiscoveredMediaList"];
        };
        readonly DiscoveredMedia: {
            readonly id?: string;
            readonly caption?: string;
            readonly comments_count?: number;
            readonly like_count?: number;
            readonly media_product_type?: components["schemas"]["MediaProductType"];
            readonly media_type?: components["schemas"]["MediaType"];
            readonly media_url?: string;
            readonly permalink?: string;
            readonly timestamp?: string;
            readonly username?: string;
            readonly view_count?: number;
        };
        readonly MentionedMedia: {
            readonly id?: string;
            readonly caption?: string;
            readonly comments_count?: number;
            readonly like_count?: number;
            readonly media_type?: components["schemas"]["MediaType"];
            readonly media_url?: string;
            readonly owner?: components["schemas"]["Reference"];
            readonly timestamp?: string;
            readonly username?: string;
            readonly comments?: components["schemas"]["IgCommentList"];
        };
        readonly MentionedComment: {
            readonly id?: string;
            readonly like_count?: number;
            readonly media?: components["schemas"]["Reference"];
            readonly text?: string;
            readonly timestamp?: string;
        };
        /** @enum {string} */
        readonly MediaType: "IMAGE" | "VIDEO" | "CAROUSEL_ALBUM";
        /** @enum {string} */
        readonly MediaProductType: "AD" | "FEED" | "STORY" | "REELS" | "IGTV";
        readonly IgMedia: {
            readonly id?: string;
            readonly ig_id?: string;
            readonly legacy_instagram_media_id?: string;
            /** @description Not on album children */
            readonly caption?: string;
            readonly alt_text?: string;
            readonly media_type?: components["schemas"]["MediaType"];
            /** @description Absent on album children; reels have media_type VIDEO */
            readonly media_product_type?: components["schemas"]["MediaProductType"];
            /** @description A signed URL that expires; left out for media flagged for copyright, and for some video stories */
            readonly media_url?: string;
            /**
             * @description Video only
             * @enum {string}
             */
            readonly media_audio_type?: "MUSIC" | "ORIGINAL_SOUND";
            /** @description Own media only */
            readonly owner?: components["schemas"]["Reference"];
            /** @description Not on album children */
            readonly permalink?: string;
            readonly shortcode?: string;
            /** @description Video only */
            readonly thumbnail_url?: string;
            /** @description When it was posted, such as 2026-10-02T08:15:30+0000 */
            readonly timestamp?: string;
            readonly username?: string;
            /** @description Not on album children */
            readonly comments_count?: number;
            /** @description Left out when the owner hides likes; not on album children */
            readonly like_count?: number;
            readonly is_comment_enabled?: boolean;
            /** @description Reels only */
            readonly is_shared_to_feed?: boolean;
            readonly is_ai_generated?: boolean;
            readonly current_live_viewer_count?: number;
            readonly has_poll?: boolean;
            readonly has_slider?: boolean;
            readonly video_title?: string;
            /** @description By business_discovery only */
            readonly view_count?: number;
            readonly reposts_count?: number;
            readonly saved_count?: number;
            readonly shares_count?: number;
            readonly total_like_count?: number;
            readonly total_comments_count?: number;
            /** @description Video only */
            readonly total_views_count?: number;
            readonly boost_ads_list?: readonly components["schemas"]["BoostAd"][];
            readonly boost_eligibility_info?: components["schemas"]["BoostEligibility"];
            readonly copyright_check_information?: components["schemas"]["CopyrightCheck"];
            readonly children?: components["schemas"]["AlbumChildList"];
            readonly comments?: components["schemas"]["IgCommentList"];
            readonly insights?: components["schemas"]["MediaInsightList"];
            readonly collaborators?: components["schemas"]["CollaboratorList"];
        };
        /** @description A part of an album. What belongs to the whole, such as its caption, is not on it. */
        readonly AlbumChild: {
            readonly id?: string;
            readonly ig_id?: string;
            readonly media_type?: components["schemas"]["MediaType"];
            /** @description A signed URL that expires; left out for media flagged for copyright */
            readonly media_url?: string;
            readonly owner?: components["schemas"]["Reference"];
            /** @description Answered though the documentation says otherwise */
            readonly permalink?: string;
            readonly shortcode?: string;
            /** @description Video only */
            readonly thumbnail_url?: string;
            /** @description When it was posted, such as 2026-10-02T08:15:30+0000 */
            readonly timestamp?: string;
            readonly username?: string;
        };
        readonly BoostAd: {
            readonly ad_id?: string;
            readonly ad_status?: string;
        };
        readonly BoostEligibility: {
            readonly eligible_to_boost?: boolean;
            readonly boost_ineligible_reason?: string;
        };
        readonly CopyrightCheck: {
            readonly status?: {
                readonly status?: string;
                readonly matches_found?: boolean;
            };
            readonly copyright_matches?: readonly Record<string, never>[];
        };
        readonly Collaborator: {
            readonly id?: string;
            readonly username?: string;
            readonly invite_status?: string;
        };
        readonly IgComment: {
            readonly id?: string;
            readonly text?: string;
            readonly timestamp?: string;
            /** @description Needs the permission to manage comments */
            readonly username?: string;
            readonly from?: components["schemas"]["CommentAuthor"];
            readonly hidden?: boolean;
            readonly like_count?: number;
            readonly legacy_instagram_comment_id?: string;
            readonly media?: components["schemas"]["CommentedMedia"];
            /** @description Replies only */
            readonly parent_id?: string;
            /** @description Own comments only */
            readonly user?: components["schemas"]["Reference"];
            readonly replies?: components["schemas"]["IgCommentList"];
        };
        readonly CommentAuthor: {
            readonly id?: string;
            readonly username?: string;
            readonly self_ig_scoped_id?: string;
        };
        readonly CommentedMedia: {
            readonly id?: string;
            readonly media_product_type?: components["schemas"]["MediaProductType"];
        };
        readonly Hashtag: {
            readonly id?: string;
            readonly name?: string;
        };
        readonly HashtagMedia: {
            readonly id?: string;
            readonly caption?: string;
            readonly comments_count?: number;
            readonly like_count?: number;
            readonly media_type?: components["schemas"]["MediaType"];
            readonly media_url?: string;
            readonly permalink?: string;
            readonly timestamp?: string;
            readonly children?: components["schemas"]["AlbumChildList"];
        };
        readonly ContentPublishingLimit: {
            readonly quota_usage?: number;
            readonly config?: {
                readonly quota_total?: number;
                /** @description Seconds */
                readonly quota_duration?: number;
            };
        };
        readonly UserInsight: {
            readonly name: string;
            readonly period: string;
            readonly title?: string;
            readonly description?: string;
            /** @description {node-id}/insights/{metric}/{period} */
            readonly id: string;
            /** @description Time series */
            readonly values?: readonly components["schemas"]["InsightValue"][];
            readonly total_value?: components["schemas"]["InsightTotal"];
        };
        readonly MediaInsight: {
            readonly name: string;
            /** @constant */
            readonly period: "lifetime";
            readonly title?: string;
            readonly description?: string;
            readonly id: string;
            /** @description One element */
            readonly values?: readonly {
                readonly value: number;
            }[];
            /** @description With a breakdown */
            readonly total_value?: components["schemas"]["InsightTotal"];
        };
        readonly InsightValue: {
            readonly value?: number | {
                readonly [key: string]: number;
            };
            /** @description Cut-off of the bucket: midnight US Pacific, such as 2026-10-02T07:00:00+0000 */
            readonly end_time?: string;
        };
        readonly InsightTotal: {
            readonly value?: number;
            readonly breakdowns?: readonly components["schemas"]["InsightBreakdown"][];
        };
        readonly InsightBreakdown: {
            readonly dimension_keys: readonly string[];
            /** @description Groups of zero are left out */
            readonly results?: readonly {
                readonly dimension_values: readonly string[];
                readonly value: number;
                readonly end_time?: string;
            }[];
        };
        readonly Cursors: {
            readonly before?: string;
            readonly after?: string;
        };
        readonly Paging: {
            readonly cursors?: components["schemas"]["Cursors"];
            /** @description Carries the access token. A secret. */
            readonly next?: string;
            /** @description Carries the access token. A secret. */
            readonly previous?: string;
        };
        readonly PageList: {
            readonly data: readonly components["schemas"]["Page"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly PermissionList: {
            readonly data: readonly components["schemas"]["Permission"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly IgMediaList: {
            readonly data: readonly components["schemas"]["IgMedia"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly AlbumChildList: {
            readonly data: readonly components["schemas"]["AlbumChild"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly DiscoveredMediaList: {
            readonly data: readonly components["schemas"]["DiscoveredMedia"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly IgCommentList: {
            readonly data: readonly components["schemas"]["IgComment"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly CollaboratorList: {
            readonly data: readonly components["schemas"]["Collaborator"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly HashtagList: {
            readonly data: readonly components["schemas"]["Hashtag"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly HashtagMediaList: {
            readonly data: readonly components["schemas"]["HashtagMedia"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly ContentPublishingLimitList: {
            readonly data: readonly components["schemas"]["ContentPublishingLimit"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly UserInsightList: {
            readonly data: readonly components["schemas"]["UserInsight"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly MediaInsightList: {
            readonly data: readonly components["schemas"]["MediaInsight"][];
            readonly paging?: components["schemas"]["Paging"];
        };
        readonly Success: {
            readonly success: boolean;
        };
        readonly AccessToken: {
            readonly access_token: string;
            readonly token_type?: string;
            /** @description Seconds */
            readonly expires_in?: number;
            readonly permissions?: string;
        };
        readonly DebugToken: {
            readonly data: components["schemas"]["DebuggedToken"];
        };
        /** @description What a token is. Meta leaves out what does not apply. */
        readonly DebuggedToken: {
            readonly app_id?: string;
            /** @description USER, PAGE or SYSTEM_USER */
            readonly type?: string;
            /** @description The app by its name */
            readonly application?: string;
            /** @description Seconds since 1970; 0 is never */
            readonly expires_at?: number;
            /** @description Seconds since 1970; from then on the token opens no data until the person logs in again */
            readonly data_access_expires_at?: number;
            readonly is_valid?: boolean;
            /** @description Seconds since 1970 */
            readonly issued_at?: number;
            /** @description Permissions, such as instagram_basic */
            readonly scopes?: readonly string[];
            /** @description Permissions that hold for some pages or accounts only */
            readonly granular_scopes?: readonly {
                readonly scope?: string;
                readonly target_ids?: readonly string[];
            }[];
            readonly user_id?: string;
            /** @description The page of a page token */
            readonly profile_id?: string;
            /** @description Why it is not valid */
            readonly error?: {
                readonly code?: number;
                readonly message?: string;
                readonly subcode?: number;
            };
        };
        readonly BatchElement: {
            /** @enum {string} */
            readonly method: "GET" | "POST" | "DELETE";
            readonly relative_url: string;
            /** @description Form-encoded */
            readonly body?: string;
            readonly headers?: readonly components["schemas"]["BatchHeader"][];
            readonly name?: string;
            readonly depends_on?: string;
            readonly omit_response_on_success?: boolean;
            readonly attached_files?: string;
        };
        readonly BatchHeader: {
            readonly name?: string;
            readonly value?: string;
        };
        readonly BatchAnswer: {
            readonly code: number;
            readonly headers?: readonly components["schemas"]["BatchHeader"][];
            /** @description JSON text */
            readonly body?: string;
        };
        readonly ErrorBody: {
            readonly error: {
                readonly message: string;
                readonly type: string;
                readonly code: number;
                readonly error_subcode?: number;
                readonly is_transient?: boolean;
                readonly error_user_title?: string;
                readonly error_user_msg?: string;
                readonly error_data?: unknown;
                readonly fbtrace_id?: string;
            };
        };
    };
    responses: {
        /** @description A refusal */
        readonly Error: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ErrorBody"];
            };
        };
    };
    parameters: {
        /** @description Id of a Facebook user; `me` is the token's own */
        readonly person_id: string;
        /** @description Id or name of a Facebook page */
        readonly page_id: string;
        /** @description Id of an Instagram professional account, 17841… */
        readonly user_id: string;
        /** @description Id of an Instagram media */
        readonly media_id: string;
        /** @description Id of an Instagram comment */
        readonly comment_id: string;
        /** @description Id of a hashtag */
        readonly hashtag_id: string;
        /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
        readonly fields: string;
        /** @description Size of a page; 25 unless told */
        readonly limit: number;
        /** @description Cursor after which the page begins */
        readonly after: string;
        /** @description Cursor before which the page ends */
        readonly before: string;
        /** @description Unix seconds, YYYY-MM-DD or ISO 8601, inclusive */
        readonly since: string;
        /** @description Unix seconds, YYYY-MM-DD or ISO 8601, inclusive */
        readonly until: string;
        /** @description Metrics separated by commas */
        readonly metric: string;
        readonly period: components["schemas"]["Period"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly "person.get": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The node */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Person"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "person.accounts": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
                readonly is_place?: boolean;
                readonly is_promotable?: boolean;
                readonly ad_id?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of a Facebook user; `me` is the token's own */
                readonly person_id: components["parameters"]["person_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Pages */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PageList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "person.permissions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of a Facebook user; `me` is the token's own */
                readonly person_id: components["parameters"]["person_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Permissions */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PermissionList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "page.get": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id or name of a Facebook page */
                readonly page_id: components["parameters"]["page_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The node */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Page"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "user.get": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram professional account, 17841… */
                readonly user_id: components["parameters"]["user_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The node */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IgUser"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "user.media": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
                /** @description Unix seconds, YYYY-MM-DD or ISO 8601, inclusive */
                readonly since?: components["parameters"]["since"];
                /** @description Unix seconds, YYYY-MM-DD or ISO 8601, inclusive */
                readonly until?: components["parameters"]["until"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram professional account, 17841… */
                readonly user_id: components["parameters"]["user_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Media */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IgMediaList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "user.stories": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram professional account, 17841… */
                readonly user_id: components["parameters"]["user_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Stories */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IgMediaList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "user.tags": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram professional account, 17841… */
                readonly user_id: components["parameters"]["user_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Media */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IgMediaList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "user.liveMedia": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
                /** @description Unix seconds, YYYY-MM-DD or ISO 8601, inclusive */
                readonly since?: components["parameters"]["since"];
                /** @description Unix seconds, YYYY-MM-DD or ISO 8601, inclusive */
                readonly until?: components["parameters"]["until"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram professional account, 17841… */
                readonly user_id: components["parameters"]["user_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Media */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IgMediaList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "user.insights": {
        readonly parameters: {
            readonly query: {
                /** @description Metrics separated by commas */
                readonly metric: components["parameters"]["metric"];
                readonly period: components["parameters"]["period"];
                readonly metric_type?: components["schemas"]["MetricType"];
                /** @description Several separated by commas */
                readonly breakdown?: string;
                readonly timeframe?: components["schemas"]["Timeframe"];
                /** @description Unix seconds, YYYY-MM-DD or ISO 8601, inclusive */
                readonly since?: components["parameters"]["since"];
                /** @description Unix seconds, YYYY-MM-DD or ISO 8601, inclusive */
                readonly until?: components["parameters"]["until"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram professional account, 17841… */
                readonly user_id: components["parameters"]["user_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Insights */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserInsightList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "user.contentPublishingLimit": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Unix seconds, YYYY-MM-DD or ISO 8601, inclusive */
                readonly since?: components["parameters"]["since"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram professional account, 17841… */
                readonly user_id: components["parameters"]["user_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The limit */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContentPublishingLimitList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "user.recentlySearchedHashtags": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram professional account, 17841… */
                readonly user_id: components["parameters"]["user_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Hashtags */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HashtagList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "media.get": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram media */
                readonly media_id: components["parameters"]["media_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The node */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IgMedia"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "media.children": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram media */
                readonly media_id: components["parameters"]["media_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Media */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AlbumChildList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "media.comments": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram media */
                readonly media_id: components["parameters"]["media_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Comments */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IgCommentList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "media.collaborators": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram media */
                readonly media_id: components["parameters"]["media_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Collaborators */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CollaboratorList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "media.insights": {
        readonly parameters: {
            readonly query: {
                /** @description Metrics separated by commas */
                readonly metric: components["parameters"]["metric"];
                readonly period?: components["schemas"]["Period"];
                readonly breakdown?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram media */
                readonly media_id: components["parameters"]["media_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Insights */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MediaInsightList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "comment.get": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram comment */
                readonly comment_id: components["parameters"]["comment_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The node */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IgComment"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "comment.hide": {
        readonly parameters: {
            readonly query: {
                readonly hide: boolean;
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram comment */
                readonly comment_id: components["parameters"]["comment_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Success"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "comment.delete": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram comment */
                readonly comment_id: components["parameters"]["comment_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Success"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "comment.replies": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
                /** @description Cursor before which the page ends */
                readonly before?: components["parameters"]["before"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of an Instagram comment */
                readonly comment_id: components["parameters"]["comment_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Replies */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IgCommentList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "graph.hashtagSearch": {
        readonly parameters: {
            readonly query: {
                readonly user_id: string;
                readonly q: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Hashtags */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HashtagList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "hashtag.get": {
        readonly parameters: {
            readonly query?: {
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of a hashtag */
                readonly hashtag_id: components["parameters"]["hashtag_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The node */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Hashtag"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "hashtag.recentMedia": {
        readonly parameters: {
            readonly query: {
                readonly user_id: string;
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of a hashtag */
                readonly hashtag_id: components["parameters"]["hashtag_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Media */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HashtagMediaList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "hashtag.topMedia": {
        readonly parameters: {
            readonly query: {
                readonly user_id: string;
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
                /** @description Size of a page; 25 unless told */
                readonly limit?: components["parameters"]["limit"];
                /** @description Cursor after which the page begins */
                readonly after?: components["parameters"]["after"];
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of a hashtag */
                readonly hashtag_id: components["parameters"]["hashtag_id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Media */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HashtagMediaList"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "graph.debugToken": {
        readonly parameters: {
            readonly query: {
                readonly input_token: string;
                /** @description Fields separated by commas, with expansion such as media.limit(50){id,timestamp}. Without it the default fields, normally id. */
                readonly fields?: components["parameters"]["fields"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The token */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DebugToken"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "graph.exchangeToken": {
        readonly parameters: {
            readonly query: {
                readonly grant_type: "fb_exchange_token";
                readonly client_id: string;
                readonly client_secret: string;
                readonly fb_exchange_token: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The token */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessToken"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "graph.exchangeInstagramToken": {
        readonly parameters: {
            readonly query: {
                readonly grant_type: "ig_exchange_token";
                readonly client_secret: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The token */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessToken"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "graph.refreshInstagramToken": {
        readonly parameters: {
            readonly query: {
                readonly grant_type: "ig_refresh_token";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The token */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessToken"];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
    readonly "graph.batch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": {
                    /** @description JSON array of BatchElement */
                    readonly batch: string;
                    readonly include_headers?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Answers in the order of the requests */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly (components["schemas"]["BatchAnswer"] | null)[];
                };
            };
            readonly default: components["responses"]["Error"];
        };
    };
}
