import type { Store } from '../../model/store.ts'
import type { Database } from './database.ts'
import { int, text } from './rows.ts'

type ValueVerbs = Pick<Store, 'putValue' | 'getValue' | 'listValues' | 'deleteValue'>

export function valueVerbs(db: Database): ValueVerbs {
  return {
    putValue: (kind, scope, key, value, at) => db.write(() => {
      db.sql('insert into kept (kind, scope, key, value, updated_at) values (?, ?, ?, ?, ?) on conflict (kind, scope, key) do update set value = excluded.value, updated_at = excluded.updated_at')
        .run(kind, scope, key, value, at)
    }),
    getValue: (kind, scope, key) => db.read(() => {
      const value = db.sql('select value from kept where kind = ? and scope = ? and key = ?').get(kind, scope, key)?.['value']
      return value instanceof Uint8Array ? value : undefined
    }),
    listValues: (kind, scope) => db.read(() => db.sql('select key, updated_at from kept where kind = ? and scope = ? order by key').all(kind, scope)
      .map((row) => ({ key: text(row, 'key'), updatedAt: int(row, 'updated_at') }))),
    deleteValue: (kind, scope, key) => db.write(() => db.sql('delete from kept where kind = ? and scope = ? and key = ?').run(kind, scope, key) > 0),
  }
}
