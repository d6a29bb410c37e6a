import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from './figures.ts'
import { compareWithNode, run, wf, withFolder } from './programs.ts'

const CASES = join(import.meta.dirname, '..', 'test', 'conformance', 'cases')
const FILES = 300
const ROUNDS = 7

/** `wf check --recursive` over 300 files of recorded projects that have no error. */
export async function measure(report: Report): Promise<void> {
  await withFolder(async (folder) => {
    const files = await gatherProjects(folder)
    const { ratio, seconds } = await compareWithNode([wf, 'check', '--recursive'], ROUNDS, { cwd: folder, env: { XDG_DATA_HOME: join(folder, 'data') } })
    report.figure(`wf check --recursive of ${files} .dig files`, ratio, '× node -e 0', { atMost: 8 })
    report.figure(`wf check --recursive, a file`, seconds * 1000 / files, 'ms')
  })
}

interface Checked { readonly projects: readonly { readonly directory: string, readonly workflows: readonly unknown[], readonly problems: readonly { readonly severity: string }[] }[] }

/** Copies the projects, and takes away what is refused on purpose and what is too much. */
async function gatherProjects(folder: string): Promise<number> {
  for (const name of readdirSync(CASES).filter((one) => existsSync(join(CASES, one, 'project')))) cpSync(join(CASES, name, 'project'), join(folder, name), { recursive: true, verbatimSymlinks: true })
  const { stdout } = await run([wf, 'check', '--recursive', '--json'], { cwd: folder, statuses: [0, 1] })
  const { projects } = JSON.parse(stdout) as Checked
  let files = 0
  for (const { directory, workflows, problems } of [...projects].sort((one, other) => (one.directory < other.directory ? -1 : 1))) {
    if (files < FILES && !problems.some(({ severity }) => severity === 'error')) files += workflows.length
    else rmSync(directory, { recursive: true, force: true })
  }
  return files
}
