import type { Connector } from '../../model/connector.ts'
import { readSettings } from './config.ts'
import { createSource } from './source.ts'

/** Treasure Data's `in.type: instagram_insight` (IG §7): accounts' and posts' numbers, posts, comments, tags, one table for each `data_type`. */
export const instagramInsight: Connector = {
  type: 'instagram_insight',
  open: async (config, context) => createSource(readSettings(config), context),
}
