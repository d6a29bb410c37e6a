import { lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { RunnerError } from '../model/error.ts'
import type { ProjectFile } from '../model/project.ts'

const IGNORE_FILE = '.digdagignore'
const PERMISSIONS = 0o777

/**
 * The files of a project directory as a push sends them, in the order of the directory's listing, folders read where they stand
 * (digdag §10.4). Names that begin with a dot and what `.digdagignore` matches are left out; links within the project stay links.
 * @param options.copyOutgoingSymlinks take the file or folder that a link out of the project means in place of the link
 * @param options.leaveOut a file that is no part of the project: the archive that is made of it
 * @param options.onFile told of each file in turn, also of those before one that is refused
 * @throws RunnerError `invalid` for such a link otherwise
 */
export function readDirectory(directory: string, options: { readonly copyOutgoingSymlinks?: boolean; readonly leaveOut?: string; readonly onFile?: (file: ProjectFile) => void } = {}): readonly ProjectFile[] {
  const root = resolve(directory)
  const files: ProjectFile[] = []
  const add = (file: ProjectFile): void => {
    options.onFile?.(file)
    files.push(file)
  }
  listFolder({ root, rules: ignoreRules(root), copy: options.copyOutgoingSymlinks === true, leaveOut: options.leaveOut, add }, '', [realpathSync(root)])
  return files
}

interface Listing {
  readonly root: string
  readonly rules: Ignore | undefined
  readonly copy: boolean
  readonly leaveOut: string | undefined
  readonly add: (file: ProjectFile) => void
}

function ignoreRules(root: string): Ignore | undefined {
  try {
    return ignore().add(readFileSync(join(root, IGNORE_FILE), 'utf8'))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

/** @param above the real paths of the folders around, for a copied link may lead back into them */
function listFolder(listing: Listing, folder: string, above: readonly string[]): void {
  for (const name of readdirSync(join(listing.root, folder))) {
    const path = folder === '' ? name : `${folder}/${name}`
    if (name.startsWith('.') || join(listing.root, path) === listing.leaveOut) continue
    const stats = lstatSync(join(listing.root, path))
    if (listing.rules?.ignores(isFolder(listing, path, stats) ? `${path}/` : path)) continue
    if (stats.isSymbolicLink()) listLink(listing, path, above)
    else listEntry(listing, path, stats, above)
  }
}

function isFolder(listing: Listing, path: string, stats: Stats): boolean {
  if (!stats.isSymbolicLink()) return stats.isDirectory()
  return statSync(join(listing.root, path), { throwIfNoEntry: false })?.isDirectory() === true
}

function listEntry(listing: Listing, path: string, stats: Stats, above: readonly string[]): void {
  const absolute = join(listing.root, path)
  if (stats.isDirectory()) {
    const real = realpathSync(absolute)
    if (above.includes(real)) throw new RunnerError('invalid', `The link ${path} leads back to the folder ${real}, in which it stands`, { hint: 'Remove the link, or name it in .digdagignore.' })
    listFolder(listing, path, [...above, real])
  } else if (stats.isFile()) listing.add({ path, mode: stats.mode & PERMISSIONS, content: readFileSync(absolute) })
  else throw new RunnerError('invalid', `${absolute} is neither a file nor a folder`, { hint: 'Remove it, or name it in .digdagignore.' })
}

function listLink(listing: Listing, path: string, above: readonly string[]): void {
  const absolute = join(listing.root, path)
  const target = resolve(dirname(absolute), readlinkSync(absolute))
  if (isWithin(listing.root, target)) {
    const linkTarget = relative(dirname(absolute), target).split(sep).join('/')
    listing.add({ path, mode: PERMISSIONS, content: new Uint8Array(), linkTarget: linkTarget === '' ? '.' : linkTarget })
    return
  }
  if (!listing.copy) throw new RunnerError('invalid', `Invalid symbolic link: Given path '${target}' is outside of project directory '${listing.root}'. Consider to add --copy-outgoing-symlinks option`)
  const stats = statSync(absolute, { throwIfNoEntry: false })
  if (stats === undefined) throw new RunnerError('invalid', `The link ${path} leads to ${target}, which does not exist`, { hint: 'Remove the link, or name it in .digdagignore.' })
  listEntry(listing, path, stats, above)
}

const isWithin = (root: string, path: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)

/** A project directory for reading single files, without reading them all; see `SourceFiles` of `runner/dig`. */
export function openDirectory(directory: string): { read(path: string): Uint8Array | undefined; list(): readonly string[] } {
  return {
    list: () => readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile() || (entry.isSymbolicLink() && isRegular(join(directory, entry.name)))).map(({ name }) => name),
    read: (path) => (isWithin(resolve(directory), resolve(directory, path)) ? readRegular(join(directory, path)) : undefined),
  }
}

const isRegular = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

function readRegular(path: string): Uint8Array | undefined {
  try {
    return isRegular(path) ? readFileSync(path) : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
