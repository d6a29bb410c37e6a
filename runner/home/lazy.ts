import { RunnerError } from '../model/error.ts'
import type { Warehouse } from '../model/warehouse.ts'

type Handle = (request: Request) => Promise<Response>

/** The REST API as a function, loaded at its first request: a local run makes none. */
export function lazyHandler(load: () => Promise<Handle>): Handle {
  let loaded: Promise<Handle> | undefined
  return async (request) => (await (loaded ??= load()))(request)
}

/** A warehouse that is loaded and opened at its first use: most commands never touch DuckDB. */
export function lazyWarehouse(open: () => Promise<Warehouse>): Warehouse {
  let opened: Promise<Warehouse> | undefined
  const get = (): Promise<Warehouse> => (opened ??= open())
  return {
    databaseExists: async (...args) => (await get()).databaseExists(...args),
    listDatabases: async () => (await get()).listDatabases(),
    createDatabase: async (...args) => (await get()).createDatabase(...args),
    dropDatabase: async (...args) => (await get()).dropDatabase(...args),
    listTables: async (...args) => (await get()).listTables(...args),
    tableExists: async (...args) => (await get()).tableExists(...args),
    createTable: async (...args) => (await get()).createTable(...args),
    dropTable: async (...args) => (await get()).dropTable(...args),
    renameTable: async (...args) => (await get()).renameTable(...args),
    change: async (...args) => {
      const warehouse = await get()
      if (!warehouse.change) throw new RunnerError('unavailable', 'this warehouse makes no changes as a whole')
      return warehouse.change(...args)
    },
    query: async (request) => (await get()).query(request),
    load: async (...args) => (await get()).load(...args),
    findResult: async (jobId) => (await get()).findResult?.(jobId),
    exportQuery: async (...args) => {
      const warehouse = await get()
      if (!warehouse.exportQuery) throw new RunnerError('unavailable', 'this warehouse writes no local files')
      return warehouse.exportQuery(...args)
    },
    partialDelete: async (...args) => (await get()).partialDelete(...args),
    close: async () => { if (opened) await (await opened).close() },
  }
}
