import { digits, mix } from './hash.ts'

/**
 * Ids carry what they stand for, so the world needs no index: an account's key (7 digits), a post's number, a comment's number,
 * and check digits that tell an id of this world from a made-up one. All look like Meta's.
 *
 * | thing | form |
 * |---|---|
 * | Instagram account | `178414` key(7) check(4) |
 * | media, story, child | `18` key(7) slot(5) child(1) check(2) |
 * | comment | `17` key(7) post(5) comment(2) reply(1) |
 * | page | `1` check(7) key(7) |
 */
export const MEDIA_SLOTS = 60_000
export const STORY_SLOTS = 40_000
/** Keys below are accounts that the token's person owns; the ones above belong to strangers (tags, business discovery, comments). */
export const FIRST_STRANGER = 5_000_000
const FIRST_SPARE = 9_999_999

export type NodeId =
  | { readonly kind: 'account', readonly key: number }
  | { readonly kind: 'page', readonly key: number }
  | { readonly kind: 'media', readonly key: number, readonly slot: number, readonly child: number }
  | { readonly kind: 'comment', readonly key: number, readonly slot: number, readonly comment: number, readonly reply: number }

export const accountId = (key: number) => `178414${digits(key, 7)}${digits(mix(key, 11), 4)}`
/** The second id of an account: app-scoped on graph.instagram.com, where `user_id` is the first one. */
export const scopedAccountId = (key: number) => `26${digits(key, 7)}${digits(mix(key, 12), 8)}`
export const pageId = (key: number) => `1${digits(mix(key, 13), 7)}${digits(key, 7)}`
export const mediaId = (key: number, slot: number, child = 0) => {
  const body = `${digits(key, 7)}${digits(slot, 5)}${child}`
  return `18${body}${digits(mix(key, slot, child, 14), 2)}`
}
export const commentId = (key: number, slot: number, comment: number, reply = 0) => `17${digits(key, 7)}${digits(slot, 5)}${digits(comment, 2)}${reply}`

/** What an id of this world stands for, or undefined when it is not one. */
export function readId(id: string): NodeId | undefined {
  if (!/^\d{15,17}$/.test(id)) return undefined
  if (id.length === 15) return checked({ kind: 'page', key: Number(id.slice(8)) }, id, (key) => pageId(key))
  if (id.startsWith('26')) return checked({ kind: 'account', key: Number(id.slice(2, 9)) }, id, scopedAccountId)
  if (id.startsWith('178414')) return checked({ kind: 'account', key: Number(id.slice(6, 13)) }, id, accountId)
  const key = Number(id.slice(2, 9))
  const slot = Number(id.slice(9, 14))
  if (id.startsWith('18')) {
    const child = Number(id[14])
    return checked({ kind: 'media', key, slot, child }, id, () => mediaId(key, slot, child))
  }
  if (!id.startsWith('17') || key >= FIRST_SPARE) return undefined
  return { kind: 'comment', key, slot, comment: Number(id.slice(14, 16)), reply: Number(id[16]) }
}

function checked(node: NodeId, id: string, make: (key: number) => string): NodeId | undefined {
  return make(node.key) === id ? node : undefined
}
