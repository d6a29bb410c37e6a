import { stringifyJson, type Json } from '../../model/json.ts'
import type { Column, ColumnType, Row } from '../../model/warehouse.ts'
import type { IgComment, IgMedia, MediaInsightRow, UserInsightRow } from '../../../sdk/index.ts'
import type { Account } from './accounts.ts'

/** What `data_type` may be: the five of Treasure Data (IG §7.1), and `profile`, a row of the account itself. */
export type DataType = 'user' | 'media' | 'media_list' | 'comments' | 'tags' | 'profile'
export const DATA_TYPES: readonly DataType[] = ['user', 'media', 'media_list', 'comments', 'tags', 'profile']

/** A table of ours: its columns in their order, and those that make a row the same row for `out.mode: upsert`. */
export interface Table { readonly columns: readonly Column[]; readonly keys: readonly string[] }

const ACCOUNT = 'account_id username page_id page_name'
const MEDIA = 'media_id media_type media_product_type caption permalink'
const POST = `${MEDIA} shortcode alt_text media_url thumbnail_url posted_at media_username owner_id ig_id like_count:long comments_count:long is_comment_enabled:int is_shared_to_feed:int is_story:int children_count:int children`

export const TABLES: Readonly<Record<DataType, Table>> = {
  user: table(`${ACCOUNT} metric period metric_type breakdown dimension_values timeframe end_time day day_after title value:long value_json`,
    'account_id metric period metric_type breakdown dimension_values timeframe end_time day day_after'),
  media: table(`${ACCOUNT} ${MEDIA} posted_at is_story:int metric period breakdown dimension_values title value:double value_json`,
    'account_id media_id metric period breakdown dimension_values'),
  media_list: table(`${ACCOUNT} ${POST}`, 'account_id media_id'),
  tags: table(`${ACCOUNT} ${POST}`, 'account_id media_id'),
  comments: table(`${ACCOUNT} media_id comment_id parent_id text commented_at author_id author_username like_count:long hidden:int`, 'account_id comment_id'),
  profile: table(`${ACCOUNT} day name biography website profile_picture_url ig_id:long followers_count:long follows_count:long media_count:long`, 'account_id day'),
}

function table(columns: string, keys: string): Table {
  return {
    columns: columns.split(' ').map((text) => { const [name = '', type = 'string'] = text.split(':'); return { name, type: type as ColumnType } }),
    keys: keys.split(' '),
  }
}

const accountCells = ({ id, username, page }: Account): Row => [id, username, page?.id ?? null, page?.name ?? null]

const META_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/

/** An instant as Meta writes it (`2026-10-02T07:00:00+0000`) as ISO 8601 in UTC; a text that is no instant stays as it is. */
export function isoTime(text: string | undefined): string | null {
  if (text !== undefined && META_UTC.test(text)) return `${text.slice(0, -5)}Z`
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? text ?? null : new Date(at).toISOString().replace('.000Z', 'Z')
}

/** What the keys of a value that is an object stand for: the metrics of old, and hours. */
const OBJECT_KEYS: Readonly<Record<string, string>> = {
  online_followers: 'hour', audience_city: 'city', audience_country: 'country', audience_locale: 'locale', audience_gender_age: 'gender,age',
}

/** One row a number; a value that is an object is one row a key. `today` dates what has no date of its own. */
export function userRows(account: Account, row: UserInsightRow, today: string): readonly Row[] {
  const { metric, period, form, dimensions, timeframe, endTime, title, value } = row
  const cells = (breakdown: string | null, values: string | null, number: number): Row => [
    ...accountCells(account), metric, period, form, breakdown, values, timeframe ?? null, isoTime(endTime), row.day ?? today, row.dayAfter ?? null, title, number, JSON.stringify(number),
  ]
  // A total without parts keeps what it was to be broken down by, so that it is not taken for the total of all.
  if (typeof value !== 'object') return [dimensions === undefined && row.breakdown.length > 0 ? cells(row.breakdown.join(','), null, value) : cells(...dimensionCells(dimensions), value)]
  const breakdown = OBJECT_KEYS[metric] ?? 'key'
  return Object.entries(value).map(([key, number]) => cells(breakdown, breakdown === 'gender,age' ? key.replace('.', ',') : key, number))
}

const dimensionCells = (dimensions: Readonly<Record<string, string>> | undefined): [string | null, string | null] =>
  dimensions === undefined ? [null, null] : [Object.keys(dimensions).join(','), Object.values(dimensions).join(',')]

export interface ListedMedia { readonly id: string; readonly [field: string]: unknown }

export function mediaRow(account: Account, media: ListedMedia, row: MediaInsightRow, isStory: boolean): Row {
  const one = media as unknown as IgMedia
  return [
    ...accountCells(account), ...mediaCells(one), isoTime(one.timestamp), isStory ? 1 : 0,
    row.metric, 'lifetime', ...dimensionCells(row.dimensions), row.title, row.value, JSON.stringify(row.value),
  ]
}

const mediaCells = (media: IgMedia): Row => [media.id, media.media_type, media.media_product_type ?? null, media.caption ?? null, media.permalink ?? null]

/** A post with the parts of an album as JSON in one column, so that a row is a post. */
export function postRow(account: Account, media: ListedMedia, isStory: boolean): Row {
  const one = media as unknown as IgMedia & { readonly children?: { readonly data?: readonly IgMedia[] } }
  const children = one.children?.data?.map((child) => ({ ...child, ...(child.media_url === undefined ? {} : { media_url: withoutVolatile(child.media_url) }) }))
  return [
    ...accountCells(account), ...mediaCells(one), one.shortcode ?? null, one.alt_text ?? null, withoutVolatile(one.media_url), withoutVolatile(one.thumbnail_url), isoTime(one.timestamp),
    one.username ?? null, one.owner?.id ?? null, one.ig_id ?? null, one.like_count ?? null, one.comments_count ?? null,
    flag(one.is_comment_enabled), flag(one.is_shared_to_feed), isStory ? 1 : 0, children?.length ?? null, children ? JSON.stringify(children) : null,
  ]
}

const flag = (value: boolean | undefined): Json => (value === undefined ? null : value ? 1 : 0)

/** A signed URL without the parameters that differ at every reading (IG §2.8); it still expires. */
function withoutVolatile(url: string | undefined): string | null {
  if (url === undefined) return null
  return url.replace(/([?&])(?:_nc_rid|ccb)=[^&#]*&?/g, '$1').replace(/[?&]$/, '')
}

/** Of an expanded edge: where its next page begins, and whether there is one. */
export interface Paging { readonly cursors?: { readonly after?: string }; readonly more?: true }

export interface ListedComment extends IgComment { readonly replies?: { readonly data?: readonly IgComment[]; readonly paging?: Paging } }

export function commentRow(account: Account, mediaId: string, comment: IgComment, parent: string | null): Row {
  return [
    ...accountCells(account), mediaId, comment.id, comment.parent_id ?? parent, comment.text, isoTime(comment.timestamp),
    comment.from?.id ?? comment.user?.id ?? null, comment.username ?? comment.from?.username ?? null, comment.like_count ?? null, flag(comment.hidden),
  ]
}

export function profileRow(account: Account, profile: Readonly<Record<string, unknown>>, today: string): Row {
  const cell = (name: string): Json => (profile[name] ?? null) as Json
  const text = (name: string): Json => { const value = cell(name); return value === null || typeof value === 'string' ? value : stringifyJson(value) }
  return [
    ...accountCells(account), today, text('name'), text('biography'), text('website'), withoutVolatile(profile['profile_picture_url'] as string | undefined),
    cell('ig_id'), cell('followers_count'), cell('follows_count'), cell('media_count'),
  ]
}
