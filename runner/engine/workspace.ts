import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { ConfigError } from '../model/error.ts'
import type { Workspace } from '../model/operator.ts'
import type { Revision } from '../model/project.ts'
import type { Owner } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import { DEFAULT_LIMITS, unpack, writeFiles, type ArchiveLimits } from '../project/archive.ts'
import { processStart } from './owner.ts'
import type { WorkspaceOptions } from './ports.ts'

/** Folders for runs. */
export interface Workspaces {
  /** A run's folders; nothing is made before it is asked for. `close` removes them. */
  forRun(revision: Revision): RunFolders
  /** Removes what runs of dead processes left behind. */
  sweep(): void
}

export interface RunFolders {
  open(request: { readonly workdir: string; readonly evaluate: (text: string, file: string) => Promise<string> }): Promise<Workspace>
  /** Where the project lies for this run; only after `open`. */
  projectPath(): string
  close(): void
}

export interface WorkspaceParts {
  readonly workspace: WorkspaceOptions
  readonly store: Store
  readonly owner: Owner
  readonly archiveLimits?: Partial<ArchiveLimits>
}

export function createWorkspaces(parts: WorkspaceParts): Workspaces {
  const { workspace, owner } = parts
  const runsPath = workspace.mode === 'unpacked' ? join(workspace.cachePath, 'runs') : join(tmpdir(), `trowel-${process.getuid?.() ?? 0}`, 'runs')
  const prefix = `${owner.pid}.${encodeURIComponent(owner.startedAt)}.`
  const unpacked = new Map<number, Promise<string>>()
  const pristine = (revision: Revision): Promise<string> => {
    if (workspace.mode === 'project-directory') return Promise.resolve(workspace.path)
    const known = unpacked.get(revision.id)
    if (known !== undefined) return known
    const made = unpackOnce(parts, join(workspace.cachePath, 'revisions'), revision).catch((error: unknown) => { unpacked.delete(revision.id); throw error })
    unpacked.set(revision.id, made)
    return made
  }
  return {
    forRun: (revision) => createRunFolders({ runsPath, prefix, pristine: () => pristine(revision), copies: workspace.mode === 'unpacked' }),
    sweep: () => {
      for (const name of existsSync(runsPath) ? readdirSync(runsPath) : []) {
        const [pid = '', startedAt = ''] = name.split('.')
        if (processStart(Number(pid)) !== decodeURIComponent(startedAt)) rmSync(join(runsPath, name), { recursive: true, force: true })
      }
    },
  }
}

/** Named after the archive's digest, so that a folder of another store with the same ids is never taken for this one's. */
async function unpackOnce({ store, archiveLimits }: WorkspaceParts, folder: string, revision: Revision): Promise<string> {
  const name = revision.archiveMd5 === null ? `none-${revision.id}` : Buffer.from(revision.archiveMd5, 'base64').toString('hex')
  const target = join(folder, name)
  if (existsSync(target)) return target
  const bytes = await store.readArchive(revision.id)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = mkdtempSync(join(folder, `${name}-`))
  try {
    if (bytes !== undefined) await writeFiles(await unpack(bytes, { ...DEFAULT_LIMITS, ...archiveLimits }), draft)
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Another process was faster.
    if (!existsSync(target)) throw error
  }
  return target
}

function createRunFolders(options: { readonly runsPath: string; readonly prefix: string; readonly pristine: () => Promise<string>; readonly copies: boolean }): RunFolders {
  let folder: string | undefined
  let copy: string | undefined
  let source = ''
  const runFolder = (): string => {
    folder ??= mkdtempSync(isPrivate(options.runsPath) ? join(options.runsPath, options.prefix) : join(tmpdir(), 'trowel-run-'))
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
      const readText = async (file: string): Promise<string> => readFile(inProject(copy ?? source, workdir, file), file)
      return {
        get projectPath() { return projectPath() },
        get workdir() { return resolve(projectPath(), workdir) },
        resolve: (file) => inProject(projectPath(), workdir, file),
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

/** Makes the folder; false when it belongs to somebody else, who could put other files in the place of ours. */
function isPrivate(path: string): boolean {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return [dirname(path), path].every((folder) => {
    const { uid, mode } = lstatSync(folder)
    return uid === (process.getuid?.() ?? uid) && (mode & 0o022) === 0
  })
}

function inProject(projectPath: string, workdir: string, file: string): string {
  const path = resolve(projectPath, workdir, file)
  const inside = relative(projectPath, path)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new ConfigError(`File name must not be outside of project path (${projectPath}): ${file}`, { hint: 'files of a task lie in the project; copy the file there' })
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
