import type { Connector } from '../model/connector.ts'

/** A connector whose code is loaded when a load asks for it. */
const lazy = (type: string, load: () => Promise<Connector>): Connector => ({ type, open: async (config, context) => (await load()).open(config, context) })

/** Every connector of the box by its `in.type`. */
export const builtinConnectors = (): ReadonlyMap<string, Connector> => new Map([
  lazy('instagram_insight', async () => (await import('./instagram-insight/connector.ts')).instagramInsight),
].map((connector) => [connector.type, connector]))
