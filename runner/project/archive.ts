import { chmod, lstat, mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { createGunzip, gzipSync } from 'node:zlib'
import type { Extract, Header } from 'tar-stream'
import { RunnerError, messageOf } from '../model/error.ts'
import type { ProjectFile } from '../model/project.ts'
import { followLinks } from './files.ts'

/** What an archive may hold at most (digdag §11; the defaults are ours). */
export interface ArchiveLimits {
  /** Bytes as sent. */
  readonly packedBytes: number
  /** Bytes of all files, and so of each. */
  readonly unpackedBytes: number
  readonly entries: number
}

export const DEFAULT_LIMITS: ArchiveLimits = { packedBytes: 10 * 1024 * 1024, unpackedBytes: 100 * 1024 * 1024, entries: 10_000 }

const PERMISSIONS = 0o777
const SET_ID = 0o6000

/** Packs files as tar.gz with POSIX long names (digdag §10.4). Times and owners are left out: the same files give the same bytes. */
export async function pack(files: readonly ProjectFile[]): Promise<Uint8Array> {
  const tar = await import('tar-stream')
  const packer = tar.pack()
  const chunks: Uint8Array[] = []
  const reading = (async () => { for await (const chunk of packer) chunks.push(chunk as Uint8Array) })()
  for (const { path, mode, content, linkTarget } of files) {
    const header = { name: path, mode: mode & PERMISSIONS, mtime: new Date(0), uid: 0, gid: 0 }
    if (linkTarget === undefined) packer.entry({ ...header, type: 'file' }, Buffer.from(content))
    else packer.entry({ ...header, type: 'symlink', linkname: linkTarget })
  }
  packer.finalize()
  await reading
  const packed = gzipSync(Buffer.concat(chunks))
  packed[OPERATING_SYSTEM_BYTE] = UNKNOWN_SYSTEM
  return packed
}

// The gzip header names the system it was made on (RFC 1952 §2.3).
const OPERATING_SYSTEM_BYTE = 9
const UNKNOWN_SYSTEM = 255

/**
 * Reads a tar.gz, and checks all of it before anybody writes anything: no path or link leaves the folder, no entry passes through
 * a link, there is no device and no set-uid file, and the limits hold.
 * @throws RunnerError `limit` or `invalid`, with digdag's texts
 */
export async function unpack(bytes: Uint8Array, limits: ArchiveLimits = DEFAULT_LIMITS): Promise<readonly ProjectFile[]> {
  if (bytes.length > limits.packedBytes) throw new RunnerError('limit', `Size of the uploaded archive file exceeds limit (${limits.packedBytes} bytes)`)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw new RunnerError('invalid', 'Input is not in the .gz format', { hint: 'A project is sent as a tar.gz archive.' })
  const files = await readEntries(bytes, limits)
  for (const file of files.values()) checkSurroundings(file, files)
  return [...files.values()]
}

async function readEntries(bytes: Uint8Array, limits: ArchiveLimits): Promise<ReadonlyMap<string, ProjectFile>> {
  const tar = await import('tar-stream')
  const extract = tar.extract()
  const files = new Map<string, ProjectFile>()
  const feeding = feed(bytes, extract, limits)
  let entries = 0
  let total = 0
  try {
    for await (const entry of extract) {
      const { header } = entry
      if (++entries > limits.entries) throw new RunnerError('limit', `Number of entries in the archive exceeds limit (${entries} > ${limits.entries})`)
      total = checkSize(header, total, limits)
      const content: Uint8Array[] = []
      for await (const chunk of entry) content.push(chunk as Uint8Array)
      addEntry(files, header, Buffer.concat(content))
    }
    await feeding
  } catch (error) {
    throw error instanceof RunnerError ? error : new RunnerError('invalid', `The archive cannot be read: ${messageOf(error)}`, { cause: error })
  } finally {
    extract.destroy()
    await feeding.catch(() => undefined)
  }
  return files
}

/** Headers and padding, besides the files themselves. */
const OVERHEAD_PER_ENTRY = 4096

/** Unzips into the reader; what a header claims is not trusted, so the bytes are counted as well. */
async function feed(bytes: Uint8Array, extract: Extract, limits: ArchiveLimits): Promise<void> {
  const most = limits.unpackedBytes + limits.entries * OVERHEAD_PER_ENTRY
  const gunzip = createGunzip()
  gunzip.end(bytes)
  let total = 0
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      total += chunk.length
      if (total > most) throw totalTooLarge(total, limits)
      if (!extract.write(chunk)) await drained(extract)
      if (extract.destroyed) return
    }
    extract.end(undefined)
  } catch (error) {
    extract.destroy(error instanceof Error ? error : new Error(messageOf(error)))
  } finally {
    gunzip.destroy()
  }
}

const drained = (extract: Extract): Promise<void> => new Promise((resolve) => {
  const done = (): void => {
    extract.off('drain', done)
    extract.off('close', done)
    resolve()
  }
  extract.on('drain', done)
  extract.on('close', done)
})

const totalTooLarge = (total: number, { unpackedBytes }: ArchiveLimits): RunnerError =>
  new RunnerError('limit', `Total size of the archive exceeds limit (${total} > ${unpackedBytes} bytes)`)

function checkSize({ name, size = 0 }: Header, before: number, limits: ArchiveLimits): number {
  if (size > limits.unpackedBytes) throw new RunnerError('limit', `Size of a file in the archive exceeds limit (${size} > ${limits.unpackedBytes} bytes): ${name}`)
  if (before + size > limits.unpackedBytes) throw totalTooLarge(before + size, limits)
  return before + size
}

const refused = (name: string, why: string): RunnerError => new RunnerError('invalid', `Bad zip entry: Archive includes an invalid entry: ${name} (${why})`)

function addEntry(files: Map<string, ProjectFile>, header: Header, content: Uint8Array): void {
  const path = entryPath(header.name)
  const mode = header.mode ?? 0o644
  switch (header.type) {
    case 'directory': return
    case 'file': case 'contiguous-file': case undefined: case null:
      if ((mode & SET_ID) !== 0) throw refused(header.name, 'set-uid or set-gid')
      files.set(path, { path, mode: mode & PERMISSIONS, content })
      return
    case 'link': {
      const original = files.get(entryPath(header.linkname ?? ''))
      if (original === undefined || original.linkTarget !== undefined) throw refused(header.name, `a hard link to ${header.linkname ?? ''}, which is no earlier file`)
      files.set(path, { ...original, path })
      return
    }
    case 'symlink':
      files.set(path, { path, mode: PERMISSIONS, content: new Uint8Array(), linkTarget: header.linkname ?? '' })
      return
    default: throw refused(header.name, `neither a file nor a link but ${header.type}`)
  }
}

function entryPath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (name.startsWith('/') || name.includes('\0') || parts.includes('..')) throw refused(name, 'outside of the project')
  return parts.join('/')
}

function checkSurroundings({ path, linkTarget }: ProjectFile, files: ReadonlyMap<string, ProjectFile>): void {
  if (path === '') throw refused(path, 'without a name')
  const parts = path.split('/')
  for (let i = 1; i < parts.length; i++) {
    const above = files.get(parts.slice(0, i).join('/'))
    if (above !== undefined) throw refused(path, above.linkTarget === undefined ? `below ${above.path}, which is a file` : `passes through the link ${above.path}`)
  }
  if (linkTarget === undefined) return
  const outside = linkTarget === '' || linkTarget.startsWith('/') || linkTarget.includes('\0') || followLinks(files, [...parts.slice(0, -1), linkTarget].join('/')) === undefined
  if (outside) throw new RunnerError('invalid', `Archive includes an invalid symlink: ${path} -> ${linkTarget}`)
}

const AT_ONCE = 32

/**
 * Writes files that were read with `unpack` into a folder, which is made when missing; links come last. Nothing is written
 * through a link that stood there before.
 * @throws RunnerError `invalid` for such a link
 */
export async function writeFiles(files: readonly ProjectFile[], directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const root = await realpath(directory)
  await makeFolders(files, root)
  const regular = files.filter(({ linkTarget }) => linkTarget === undefined)
  for (let i = 0; i < regular.length; i += AT_ONCE) await Promise.all(regular.slice(i, i + AT_ONCE).map((file) => writeRegular(join(root, file.path), file)))
  for (const { path, linkTarget } of files) if (linkTarget !== undefined) await writeLink(join(root, path), linkTarget)
}

async function makeFolders(files: readonly ProjectFile[], root: string): Promise<void> {
  const made = new Set([root])
  for (const { path } of files) {
    const parts = path.split('/').slice(0, -1)
    for (let i = 1; i <= parts.length; i++) {
      const folder = join(root, ...parts.slice(0, i))
      if (made.has(folder)) continue
      made.add(folder)
      await makeFolder(folder, root)
    }
  }
}

async function makeFolder(folder: string, root: string): Promise<void> {
  const stats = await lstat(folder).catch(() => undefined)
  if (stats === undefined) await mkdir(folder)
  else if (stats.isSymbolicLink() && !`${await realpath(folder)}${sep}`.startsWith(root + sep)) throw new RunnerError('invalid', `${folder} is a link that leads out of ${root}`, { hint: 'Remove the link, or write into an empty folder.' })
}

async function writeRegular(path: string, { mode, content }: ProjectFile): Promise<void> {
  await removeLink(path)
  await writeFile(path, content)
  await chmod(path, mode)
}

async function writeLink(path: string, target: string): Promise<void> {
  await rm(path, { force: true })
  await symlink(target, path)
}

async function removeLink(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined)
  if (stats?.isSymbolicLink() === true) await rm(path)
}
