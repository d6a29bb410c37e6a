import { loadavg, cpus } from 'node:os'
import { createReport, type Report } from './figures.ts'
import { measureNode, needBundle } from './programs.ts'

interface Bench { measure(report: Report): Promise<void> }

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  cli: () => import('./cli.ts'),
  engine: () => import('./engine.ts'),
  tasks: () => import('./tasks.ts'),
  check: () => import('./check.ts'),
  load: () => import('./load.ts'),
  insights: () => import('./insights.ts'),
  connector: () => import('./connector.ts'),
  sdk: () => import('./sdk.ts'),
  types: () => import('./types.ts'),
}

/** Measures what is named, or everything. Ends with 1 when a bound is missed. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`)
  needBundle()
  const report = createReport((line) => process.stdout.write(`${line}\n`))
  report.note(`Node ${process.version}, ${cpus().length} processors, load ${(loadavg()[0] ?? 0).toFixed(1)}, node -e 0 takes ${((await measureNode()) * 1000).toFixed(0)} ms`)
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const bench = await BENCHES[name]?.()
    process.stdout.write(`${name}\n`)
    await bench?.measure(report)
  }
  const missed = report.missed()
  if (missed.length > 0) process.stdout.write(`over: ${missed.join('; ')}\n`)
  return missed.length > 0 ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  return 1
})
