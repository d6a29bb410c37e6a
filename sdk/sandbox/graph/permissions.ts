import type { Context } from './context.ts'
import { noPermission } from './refusal.ts'

/** What a call reads, by the permissions it needs (IG §1.4). */
export type Area = 'basic' | 'insights' | 'comments' | 'publish' | 'discovery' | 'hashtags'

const FACEBOOK: Readonly<Record<Area, readonly string[]>> = {
  basic: ['instagram_basic'],
  insights: ['instagram_basic', 'instagram_manage_insights', 'pages_read_engagement'],
  comments: ['instagram_basic', 'instagram_manage_comments', 'pages_read_engagement'],
  publish: ['instagram_basic', 'instagram_content_publish', 'pages_read_engagement'],
  discovery: ['instagram_basic', 'instagram_manage_insights', 'pages_read_engagement'],
  hashtags: ['instagram_basic'],
}

const INSTAGRAM: Readonly<Record<Area, readonly string[]>> = {
  basic: ['instagram_business_basic'],
  insights: ['instagram_business_basic', 'instagram_business_manage_insights'],
  comments: ['instagram_business_basic', 'instagram_business_manage_comments'],
  publish: ['instagram_business_basic', 'instagram_business_content_publish'],
  discovery: [],
  hashtags: [],
}

/** One of these is needed to read an account; the documentation names the second for media alone. */
const PAGE_SCOPES = ['pages_read_engagement', 'pages_show_list'] as const

/** @throws Refusal code 10 when the token lacks a permission for the area */
export function need(context: Context, area: Area): void {
  const wanted = (context.dialect === 'instagram' ? INSTAGRAM : FACEBOOK)[area]
  for (const scope of wanted) if (!has(context, scope)) throw noPermission()
  if (area === 'basic' && context.dialect === 'facebook' && !PAGE_SCOPES.some((scope) => has(context, scope))) throw noPermission()
}

export const has = (context: Context, scope: string) => context.token.scopes.includes(scope)
