import { readMediaInsights } from '../insights/media.ts'
import { childrenOf } from '../world/media.ts'
import type { Media } from '../world/media.ts'
import { readComments } from './comment.ts'
import type { Context } from './context.ts'
import { fieldDates } from './described.ts'
import { FACEBOOK_FACTS, SHARED_FACTS, isOwn } from './media-facts.ts'
import type { Params } from './params.ts'
import type { PageOf, PagingStyle } from './paging.ts'
import { list, page } from './paging.ts'
import { need } from './permissions.ts'
import { missingObject } from './refusal.ts'
import type { NodeType } from './select.ts'
import { select, wanted } from './select.ts'

const MOST_CHILDREN = 100
const SINCE = fieldDates('IgMedia')

const EDGES: NodeType<Media>['fields'] = {
  children: (media, context, field) => (media.kind === 'FEED_CAROUSEL' && media.child === 0 ? readChildren(context, media, field.args, field.inner, 'quiet') : undefined),
  comments: (media, context, field) => (isOwn(media) && media.child === 0 && media.kind !== 'STORY' ? readComments(context, media, field.args, field.inner, 'quiet') : undefined),
  insights: (media, context, field) => readMediaInsights(context, media, field.args, field.inner),
}

/** A post, story or album child as graph.facebook.com shows it (IG §2.8). */
export const MEDIA: NodeType<Media> = { name: 'ShadowIGMedia', usual: ['id'], since: SINCE, fields: { ...SHARED_FACTS, ...FACEBOOK_FACTS, ...EDGES, collaborators: () => undefined } }

export const INSTAGRAM_MEDIA: NodeType<Media> = { name: 'IGMedia', usual: ['id'], since: SINCE, fields: { ...SHARED_FACTS, ...EDGES } }

export const mediaType = (context: Context) => (context.dialect === 'instagram' ? INSTAGRAM_MEDIA : MEDIA)

/** `GET /{ig-media-id}/children` (IG §2.9): empty for what is not an album. */
export function readChildren(context: Context, media: Media, args: Params, fieldsText?: string, style: PagingStyle = 'links'): PageOf {
  need(context, 'basic')
  const type = mediaType(context)
  const asked = wanted(type, fieldsText)
  return page(context, { path: `${media.id}/children`, items: list(childrenOf(media)), style, most: MOST_CHILDREN }, args, fieldsText, (child) => select(context, type, child, asked))
}

/** `GET /{ig-media-id}/collaborators`, of graph.facebook.com alone: nobody was invited. */
export function readCollaborators(context: Context, media: Media): PageOf {
  need(context, 'basic')
  if (context.dialect === 'instagram') throw missingObject(media.id)
  return { data: [] }
}
