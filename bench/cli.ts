import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from './figures.ts'
import { compareCpuWithNode, compareWithNode, wf, withFolder } from './programs.ts'

const ROUNDS = 15

/** What a command costs before it does anything: `wf --version`, and `wf run` of one echo. */
export async function measure(report: Report): Promise<void> {
  const version = await compareWithNode([wf, '--version'], ROUNDS)
  report.figure('wf --version', version.ratio, '× node -e 0', { atMost: 1.5 })
  report.figure('wf --version, CPU time', (await compareCpuWithNode([wf, '--version'], ROUNDS)).ratio, '× node -e 0')
  await withFolder(async (folder) => {
    writeFileSync(join(folder, 'echo.dig'), '+hello:\n  echo>: hello\n')
    const args = [wf, 'run', 'echo', '--home', join(folder, 'home')]
    const one = await compareWithNode(args, ROUNDS, { cwd: folder })
    report.figure('wf run of one echo', one.ratio, '× node -e 0', { atMost: 2.5 })
    const cpu = await compareCpuWithNode(args, ROUNDS, { cwd: folder })
    report.figure('wf run of one echo, CPU time', cpu.ratio, '× node -e 0')
    report.figure('wf run of one echo, resident at most', cpu.maxMb, 'MB', { atMost: 100 })
  })
}
