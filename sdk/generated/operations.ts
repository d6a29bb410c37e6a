// Written by `npm run generate` from codegen/specs. Do not edit: change the specifications and generate again.

import type { Host } from './catalogue.ts'

export type Paging = 'cursor' | 'cursor-without-links' | 'after' | 'window' | 'none'

/** Which rate limit a call counts against (IG §6). */
export type Budget = 'instagram' | 'platform' | 'pages'

/** One row: what exists, and how it is called. */
export interface Operation {
  readonly node: string
  readonly call: string
  readonly kind: 'node' | 'list' | 'insights' | 'call'
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** What follows the node's id, or the whole path where there is no node. */
  readonly path: string
  readonly paging: Paging
  /** The largest page. */
  readonly limit: number | null
  readonly hosts: readonly Host[]
  readonly budget: Budget
  readonly versioned: boolean
  readonly result: string
}

export type OperationId = 'person.get' | 'person.accounts' | 'person.permissions' | 'page.get' | 'user.get' | 'user.media' | 'user.stories' | 'user.tags' | 'user.liveMedia' | 'user.insights' | 'user.contentPublishingLimit' | 'user.recentlySearchedHashtags' | 'media.get' | 'media.children' | 'media.comments' | 'media.collaborators' | 'media.insights' | 'comment.get' | 'comment.hide' | 'comment.delete' | 'comment.replies' | 'graph.hashtagSearch' | 'hashtag.get' | 'hashtag.recentMedia' | 'hashtag.topMedia' | 'graph.debugToken' | 'graph.exchangeToken' | 'graph.exchangeInstagramToken' | 'graph.refreshInstagramToken' | 'graph.batch'

export const operations: Readonly<Record<OperationId, Operation>> = {
  'person.get': { node: 'person', call: 'get', kind: 'node', method: 'GET', path: '', paging: 'none', limit: null, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'Person' },
  'person.accounts': { node: 'person', call: 'accounts', kind: 'list', method: 'GET', path: '/accounts', paging: 'cursor', limit: 100, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'Page' },
  'person.permissions': { node: 'person', call: 'permissions', kind: 'list', method: 'GET', path: '/permissions', paging: 'none', limit: null, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'Permission' },
  'page.get': { node: 'page', call: 'get', kind: 'node', method: 'GET', path: '', paging: 'none', limit: null, hosts: ['facebook'], budget: 'pages', versioned: true, result: 'Page' },
  'user.get': { node: 'user', call: 'get', kind: 'node', method: 'GET', path: '', paging: 'none', limit: null, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'IgUser' },
  'user.media': { node: 'user', call: 'media', kind: 'list', method: 'GET', path: '/media', paging: 'cursor', limit: 100, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'IgMedia' },
  'user.stories': { node: 'user', call: 'stories', kind: 'list', method: 'GET', path: '/stories', paging: 'cursor', limit: 100, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'IgMedia' },
  'user.tags': { node: 'user', call: 'tags', kind: 'list', method: 'GET', path: '/tags', paging: 'cursor-without-links', limit: 100, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'IgMedia' },
  'user.liveMedia': { node: 'user', call: 'liveMedia', kind: 'list', method: 'GET', path: '/live_media', paging: 'cursor', limit: 100, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'IgMedia' },
  'user.insights': { node: 'user', call: 'insights', kind: 'insights', method: 'GET', path: '/insights', paging: 'window', limit: null, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'UserInsight' },
  'user.contentPublishingLimit': { node: 'user', call: 'contentPublishingLimit', kind: 'list', method: 'GET', path: '/content_publishing_limit', paging: 'none', limit: null, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'ContentPublishingLimit' },
  'user.recentlySearchedHashtags': { node: 'user', call: 'recentlySearchedHashtags', kind: 'list', method: 'GET', path: '/recently_searched_hashtags', paging: 'cursor', limit: 30, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'Hashtag' },
  'media.get': { node: 'media', call: 'get', kind: 'node', method: 'GET', path: '', paging: 'none', limit: null, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'IgMedia' },
  'media.children': { node: 'media', call: 'children', kind: 'list', method: 'GET', path: '/children', paging: 'cursor', limit: 100, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'AlbumChild' },
  'media.comments': { node: 'media', call: 'comments', kind: 'list', method: 'GET', path: '/comments', paging: 'cursor', limit: 50, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'IgComment' },
  'media.collaborators': { node: 'media', call: 'collaborators', kind: 'list', method: 'GET', path: '/collaborators', paging: 'cursor', limit: 100, hosts: ['facebook'], budget: 'instagram', versioned: true, result: 'Collaborator' },
  'media.insights': { node: 'media', call: 'insights', kind: 'insights', method: 'GET', path: '/insights', paging: 'none', limit: null, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'MediaInsight' },
  'comment.get': { node: 'comment', call: 'get', kind: 'node', method: 'GET', path: '', paging: 'none', limit: null, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'IgComment' },
  'comment.hide': { node: 'comment', call: 'hide', kind: 'call', method: 'POST', path: '', paging: 'none', limit: null, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'Success' },
  'comment.delete': { node: 'comment', call: 'delete', kind: 'call', method: 'DELETE', path: '', paging: 'none', limit: null, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'Success' },
  'comment.replies': { node: 'comment', call: 'replies', kind: 'list', method: 'GET', path: '/replies', paging: 'cursor', limit: 50, hosts: ['facebook', 'instagram'], budget: 'instagram', versioned: true, result: 'IgComment' },
  'graph.hashtagSearch': { node: 'graph', call: 'hashtagSearch', kind: 'list', method: 'GET', path: '/ig_hashtag_search', paging: 'none', limit: null, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'Hashtag' },
  'hashtag.get': { node: 'hashtag', call: 'get', kind: 'node', method: 'GET', path: '', paging: 'none', limit: null, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'Hashtag' },
  'hashtag.recentMedia': { node: 'hashtag', call: 'recentMedia', kind: 'list', method: 'GET', path: '/recent_media', paging: 'after', limit: 50, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'HashtagMedia' },
  'hashtag.topMedia': { node: 'hashtag', call: 'topMedia', kind: 'list', method: 'GET', path: '/top_media', paging: 'after', limit: 50, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'HashtagMedia' },
  'graph.debugToken': { node: 'graph', call: 'debugToken', kind: 'call', method: 'GET', path: '/debug_token', paging: 'none', limit: null, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'DebugToken' },
  'graph.exchangeToken': { node: 'graph', call: 'exchangeToken', kind: 'call', method: 'GET', path: '/oauth/access_token', paging: 'none', limit: null, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'AccessToken' },
  'graph.exchangeInstagramToken': { node: 'graph', call: 'exchangeInstagramToken', kind: 'call', method: 'GET', path: '/access_token', paging: 'none', limit: null, hosts: ['instagram'], budget: 'platform', versioned: false, result: 'AccessToken' },
  'graph.refreshInstagramToken': { node: 'graph', call: 'refreshInstagramToken', kind: 'call', method: 'GET', path: '/refresh_access_token', paging: 'none', limit: null, hosts: ['instagram'], budget: 'platform', versioned: false, result: 'AccessToken' },
  'graph.batch': { node: 'graph', call: 'batch', kind: 'call', method: 'POST', path: '/', paging: 'none', limit: null, hosts: ['facebook'], budget: 'platform', versioned: true, result: 'BatchAnswer' },
}
