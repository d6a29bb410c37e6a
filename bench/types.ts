import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from './figures.ts'
import { dist, runMeasured, withFolder } from './programs.ts'

const ROUNDS = 7
const TSC = join(import.meta.dirname, '..', 'node_modules', 'typescript', 'bin', 'tsc')
const OPTIONS = { noEmit: true, strict: true, target: 'es2022', module: 'nodenext', skipLibCheck: true, types: [] }

/** What importing the SDK costs the compiler, over a program that imports nothing. The least of each is compared: what else runs on the machine only ever adds. */
export async function measure(report: Report): Promise<void> {
  const types = join(dist, 'types', 'sdk', 'index.d.ts')
  if (!existsSync(types)) throw new Error(`${types} is missing: run npm run build first`)
  await withFolder(async (folder) => {
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
    writeFileSync(join(folder, 'empty.ts'), 'export const nothing = 0\n')
    writeFileSync(join(folder, 'imported.ts'), `import { createGraphClient } from '${types.replace('.d.ts', '.js')}'\nexport const graph = createGraphClient({ accessToken: 'EAA' })\n`)
    writeFileSync(join(folder, 'asked.ts'), `import { createGraphClient } from '${types.replace('.d.ts', '.js')}'\nconst graph = createGraphClient({ accessToken: 'EAA' })\nexport const numbers = await graph.user('1').insights({ metric: ['reach'], period: 'day' })\n`)
    for (const name of ['empty', 'imported', 'asked']) writeFileSync(join(folder, `${name}.json`), JSON.stringify({ compilerOptions: OPTIONS, files: [`${name}.ts`] }))
    const times: Record<'empty' | 'imported' | 'asked', number[]> = { empty: [], imported: [], asked: [] }
    for (let i = 0; i < ROUNDS; i++) for (const name of ['empty', 'imported', 'asked'] as const) times[name].push((await runMeasured([TSC, '-p', `${name}.json`], { cwd: folder })).cpuSeconds)
    const empty = Math.min(...times.empty)
    report.figure('tsc of an empty program', empty, 's of CPU')
    report.figure('tsc of one that imports the SDK, more', Math.min(...times.imported) - empty, 's of CPU', { atMost: 0.25 })
    report.figure('tsc of one that also asks for typed insights, more', Math.min(...times.asked) - empty, 's of CPU')
  })
}
