import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'
import { suite } from '../../../support/suite.ts'
import { batch, testWarehouse, type TestWarehouse } from '../../../support/warehouse.ts'

const processes = suite('warehouse/duckdb processes')
const CHILD = fileURLToPath(new URL('../../../support/warehouse-child.ts', import.meta.url))
let at: TestWarehouse
const children = new Set<ChildProcess>()
processes.each.before(() => { at = testWarehouse() })
processes.each.after(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  await at.end()
})

interface Child {
  /** Resolves when the child has printed the line. */
  said(line: string): Promise<void>
  lines(): readonly string[]
  tell(text: string): void
  kill(): void
  ended(): Promise<number | null>
}

/** Another process on the same warehouse (`warehouse-child.ts`). */
function start(...args: readonly string[]): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, at.folder, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.add(child)
  let output = ''
  const waiting: (() => void)[] = []
  const wake = (): void => { for (const look of waiting.splice(0)) look() }
  child.stdout.on('data', (chunk) => { output += String(chunk); wake() })
  const ended = new Promise<number | null>((done) => { child.once('close', (code) => { children.delete(child); wake(); done(code) }) })
  const lines = (): readonly string[] => output.split('\n').slice(0, -1)
  return {
    lines, ended: () => ended,
    tell: (text) => { child.stdin.write(`${text}\n`) },
    kill: () => { child.kill('SIGKILL') },
    said: async (line) => {
      while (!lines().includes(line)) {
        if (!children.has(child)) throw new Error(`the child ended without saying "${line}": ${output}`)
        await new Promise<void>((look) => { waiting.push(look) })
      }
    },
  }
}

processes('one process waits for another, says for whom, and goes on when it is free', async () => {
  await at.load({ key: 'k' }, [batch('n:long', [[1]])])
  await at.warehouse.close()
  const holder = start('hold')
  await holder.said('holding')
  const waiting = at.warehouse.query({ database: 'db1', sql: 'select n from tab', scheduledTime: 0, notice: (text) => { at.notices.push(text); holder.tell('go on') } })
  assert.equal((await waiting).rows, [[1]])
  assert.match(at.notices.join('\n'), /The warehouse is in use by process \d+ \(child hold, since \d{4}-/)
  await holder.ended()
})

processes('a process that waited too long names the holder and what to do', async () => {
  const holder = start('hold')
  await holder.said('holding')
  const hasty = testWarehouse({ path: at.path, lockTimeoutMs: 200 })
  const error = await hasty.warehouse.listDatabases().then(() => undefined, (error: Error & { code?: string; hint?: string }) => error)
  assert.is(error?.code, 'busy')
  assert.match(error?.message ?? '', /is in use by process \d+ \(child hold/)
  assert.match(error?.hint ?? '', /--lock-timeout/)
  holder.tell('go on')
  await holder.ended()
  await hasty.end()
})

processes('a holder that was killed is in nobody\'s way', async () => {
  const holder = start('hold')
  await holder.said('holding')
  holder.kill()
  await holder.ended()
  assert.equal(await at.warehouse.listDatabases(), ['child'])
})

processes('a query is answered while another process loads, with what is committed', async () => {
  await at.load({ key: 'before' }, [batch('unit n:long', [['x', 0]])])
  await at.warehouse.close()
  const loader = start('load', 'slow')
  await loader.said('unit u1')
  const before = performance.now()
  assert.equal(await at.query('select count(*) from tab'), [[1]])
  assert.ok(performance.now() - before < 5000)
  assert.equal(at.notices, ["Created database 'db1'; Treasure Data would refuse a missing one (--strict-databases)"])
  loader.tell('go on')
  assert.is(await loader.ended(), 0)
  assert.equal(await at.query('select count(*) from tab'), [[31]])
})

processes('two processes that load at once lose nothing', async () => {
  const loaders = ['a', 'b', 'c'].map((key) => start('load', key))
  assert.equal(await Promise.all(loaders.map((loader) => loader.ended())), [0, 0, 0])
  assert.equal(await at.query('select count(*), count(distinct unit) from tab'), [[90, 3]])
})

processes('the same load at the same time is refused, not doubled', async () => {
  const first = start('load', 'slow')
  await first.said('unit u1')
  const second = start('load', 'slow')
  assert.is(await second.ended(), 1)
  assert.match(second.lines().join('\n'), /error The same load is being run by another process/)
  first.tell('go on')
  assert.is(await first.ended(), 0)
  assert.equal(await at.query('select count(*) from tab'), [[30]])
})

/** Where a load is killed: each is printed by the child right before it goes on. */
const KILL_AT = ['unit u1', 'rows u2', 'unit u2', 'rows u3', 'unit u3', 'sealing', 'committed']

for (const point of KILL_AT) {
  processes(`a load killed at "${point}" and run again loses and doubles nothing`, async () => {
    const victim = start('load', 'pausing', point)
    await victim.said(point)
    victim.kill()
    await victim.ended()
    const again = start('load', 'pausing')
    assert.is(await again.ended(), 0)
    assert.equal(await at.query('select unit, count(*), sum(n) from tab group by 1 order by 1'), [['u1', 10, 45], ['u2', 10, 45], ['u3', 10, 45]])
    const reread = again.lines().filter((line) => line.startsWith('unit '))
    assert.is(reread.length, { 'unit u1': 2, 'rows u2': 2, 'unit u2': 1, 'rows u3': 1, 'unit u3': 0, sealing: 0, committed: 0 }[point])
    assert.equal(readdirSync(at.stagingPath).filter((name) => name.startsWith('load-') && !name.endsWith('.done')), [])
  }, { limitMs: 120_000 })
}

processes('a load killed at any moment, again and again, ends with exactly its rows', async () => {
  const before = performance.now()
  assert.is(await start('load', 'measured').ended(), 0)
  const usual = performance.now() - before
  for (let round = 0; round < 14; round++) {
    const child = start('load', 'pausing')
    const timer = setTimeout(() => child.kill(), usual * (0.4 + round * 0.05))
    await child.ended()
    clearTimeout(timer)
  }
  assert.is(await start('load', 'pausing').ended(), 0)
  assert.equal(await at.query("select unit, count(*), sum(n) from tab where unit <> 'measured' group by 1 order by 1"), [['u1', 10, 45], ['u2', 10, 45], ['u3', 10, 45]])
}, { limitMs: 300_000 })

processes('a td> write killed around its commit happens once', async () => {
  await at.load({ key: 'k' }, [batch('n:long', [[1]])])
  await at.warehouse.close()
  const before = performance.now()
  await start('load', 'measured').ended()
  const usual = performance.now() - before
  for (const part of [0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
    const child = start('write')
    const timer = setTimeout(() => child.kill(), usual * part)
    await child.ended()
    clearTimeout(timer)
  }
  assert.is(await start('write').ended(), 0)
  assert.equal(await at.query('select count(*) from tab where n = 2 and unit is null'), [[1]])
}, { limitMs: 120_000 })

processes('a process that is always busy gives another one a turn', async () => {
  await at.load({ key: 'k' }, [batch('n:long', [[1]])])
  let busy = true
  const work = async (): Promise<void> => { while (busy) await at.query('select count(*) from range(20000000) where range % 7 = 3') }
  const loops = [work(), work(), work()]
  const child = start('load', 'a')
  assert.is(await child.ended(), 0)
  busy = false
  await Promise.all(loops)
  assert.equal(await at.query('select count(*) from tab'), [[31]])
  assert.equal(readdirSync(at.folder).filter((name) => name.includes('waiting')), [])
}, { limitMs: 120_000 })

processes('closing leaves no lock and no note behind', async () => {
  await at.load({ key: 'k' }, [batch('n:long', [[1]])])
  await at.warehouse.close()
  assert.is(existsSync(join(at.folder, 'warehouse.duckdb.holder.json')), false)
  assert.is(existsSync(join(at.folder, 'warehouse.duckdb.wal')), false)
  const child = start('load', 'a')
  assert.is(await child.ended(), 0)
})

processes.run()
