import type { Clock } from '../model/clock.ts'
import type { Connector } from '../model/connector.ts'
import type { JsonObject } from '../model/json.ts'
import type { LoadRunner } from '../model/operator.ts'
import type { Store } from '../model/store.ts'
import type { Vault } from '../model/vault.ts'
import type { Warehouse } from '../model/warehouse.ts'
import { builtinConnectors } from '../connectors/index.ts'
import { createLoadRunner } from '../connectors/load-runner.ts'
import { createConnections, type Connections } from './connections.ts'
import type { LoadReports } from './reports.ts'
import { createSavedLoads, type SavedLoads } from './saved-loads.ts'
import { createTokenExpiries, type TokenExpiries } from './token-expiries.ts'

/** Bulk loads of a home: the runner of `td_load>`, what it brought, saved loads and authentications. */
export interface Loads { readonly runner: LoadRunner; readonly reports: LoadReports; readonly saved: SavedLoads; readonly connections: Connections; readonly tokenExpiries: TokenExpiries }

export interface LoadsParts {
  /** From outside, by `in.type`. */
  readonly connectors: ReadonlyMap<string, Connector>
  readonly warehouse: Warehouse
  readonly vault: Vault
  readonly store: () => Promise<Store>
  readonly settings: Readonly<Record<string, string>>
  readonly clock: Clock
  readonly reports: LoadReports
}

export function createLoads({ connectors, warehouse, vault, store, settings, clock, reports }: LoadsParts): Loads {
  const saved = createSavedLoads(store, () => clock.now())
  const connections = createConnections(vault)
  const tokenExpiries = createTokenExpiries(store, () => clock.now())
  const authentication = async (id: string): Promise<JsonObject | undefined> => (await connections.find(id))?.values
  const inner = createLoadRunner({ warehouse, connectors: new Map([...builtinConnectors(), ...connectors]), saved, clock, settings, authentication, tokenExpiresAt: tokenExpiries.find })
  return {
    saved, connections, reports, tokenExpiries,
    runner: {
      run: async (request) => {
        const report = await inner.run(request)
        reports.add(request.info.attemptId, report)
        return report
      },
    },
  }
}
