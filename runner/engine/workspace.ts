import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { ConfigError } from '../model/error.ts'
import type { Workspace } from '../model/operator.ts'
import type { ProjectFile } from '../model/project.ts'
import type { Owner } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import { unpack, writeFiles } from '../project/archive.ts'
import { processStart } from './owner.ts'
import type { WorkspaceOptions } from './ports.ts'

/** Folders for runs. */
export interface Workspaces {
  /** A run's folders; nothing is made before it is asked for. `close` removes them. */
  forRun(revisionId: number): RunFolders
  /** Removes what runs of dead processes left behind. */
  sweep(): void
}

export interface RunFolders {
  open(request: { readonly workdir: string; readonly evaluate: (text: string, file: string) => Promise<string> }): Promise<Workspace>
  /** Where the project lies for this run; only after `open`. */
  projectPath(): string
  close(): void
}

export function createWorkspaces(options: { readonly workspace: WorkspaceOptions; readonly store: Store; readonly owner: Owner }): Workspaces {
  const { workspace, store, owner } = options
  const runsPath = workspace.mode === 'unpacked' ? join(workspace.cachePath, 'runs') : join(tmpdir(), `trowel-${process.getuid?.() ?? 0}`, 'runs')
  const prefix = `${owner.pid}.${encodeURIComponent(owner.startedAt)}.`
  const revisions = new Map<number, Promise<string>>()
  const files = async (revisionId: number): Promise<readonly ProjectFile[]> => {
    const bytes = await store.readArchive(revisionId)
    return bytes === undefined ? [] : unpack(bytes)
  }
  const pristine = (revisionId: number): Promise<string> => {
    if (workspace.mode === 'project-directory') return Promise.resolve(workspace.path)
    const known = revisions.get(revisionId)
    if (known !== undefined) return known
    const made = unpackOnce(join(workspace.cachePath, 'revisions'), revisionId, files).catch((error: unknown) => { revisions.delete(revisionId); throw error })
    revisions.set(revisionId, made)
    return made
  }
  return {
    forRun: (revisionId) => createRunFolders({ runsPath, prefix, pristine: () => pristine(revisionId), copies: workspace.mode === 'unpacked' }),
    sweep: () => {
      for (const name of existsSync(runsPath) ? readdirSync(runsPath) : []) {
        const [pid = '', startedAt = ''] = name.split('.')
        if (processStart(Number(pid)) !== decodeURIComponent(startedAt)) rmSync(join(runsPath, name), { recursive: true, force: true })
      }
    },
  }
}

async function unpackOnce(folder: string, revisionId: number, files: (revisionId: number) => Promise<readonly ProjectFile[]>): Promise<string> {
  const target = join(folder, String(revisionId))
  if (existsSync(target)) return target
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = mkdtempSync(join(folder, `${revisionId}-`))
  await writeFiles(await files(revisionId), draft)
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}

function createRunFolders(options: { readonly runsPath: string; readonly prefix: string; readonly pristine: () => Promise<string>; readonly copies: boolean }): RunFolders {
  let folder: string | undefined
  let copy: string | undefined
  let source = ''
  const runFolder = (): string => {
    if (folder === undefined) {
      mkdirSync(options.runsPath, { recursive: true, mode: 0o700 })
      folder = mkdtempSync(join(options.runsPath, options.prefix))
    }
    return folder
  }
  const projectPath = (): string => {
    if (!options.copies) return source
    if (copy === undefined) {
      copy = join(runFolder(), 'project')
      cpSync(source, copy, { recursive: true, verbatimSymlinks: true })
    }
    return copy
  }
  return {
    open: async ({ workdir, evaluate }) => {
      source = await options.pristine()
      let scratch: string | undefined
      // Files are read where the revision was unpacked; a copy is made only for a run that works in the folder itself.
      const readText = async (file: string): Promise<string> => readFile(inProject(source, workdir, file, copy ?? source), file)
      return {
        get projectPath() { return projectPath() },
        get workdir() { return resolve(projectPath(), workdir) },
        resolve: (file) => inProject(projectPath(), workdir, file, projectPath()),
        readText,
        template: async (file) => evaluate(await readText(file), file),
        scratch: async () => {
          scratch ??= mkdtempSync(join(runFolder(), 'scratch-'))
          return scratch
        },
      }
    },
    projectPath,
    close: () => { if (folder !== undefined) rmSync(folder, { recursive: true, force: true }) },
  }
}

function inProject(projectPath: string, workdir: string, file: string, shown: string): string {
  const path = resolve(projectPath, workdir, file)
  const inside = relative(projectPath, path)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new ConfigError(`File name must not be outside of project path (${shown}): ${file}`, { hint: 'files of a task lie in the project; copy the file there' })
  }
  return path
}

function readFile(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw missing ? new ConfigError(`File not found: ${file}`) : new ConfigError(`Failed to read file: ${file}`, { cause: error })
  }
}
