import type { ProjectFile } from '../model/project.ts'

/** Where a path leads within a set of files, links followed; undefined when it leaves the project or turns in a circle. */
export function followLinks(files: ReadonlyMap<string, ProjectFile>, path: string): string | undefined {
  let rest = path.split('/').filter((part) => part !== '' && part !== '.')
  let at: string[] = []
  for (let links = 0; rest.length > 0;) {
    const [part = '', ...behind] = rest
    rest = behind
    if (part === '..') {
      if (at.pop() === undefined) return undefined
      continue
    }
    const link = files.get([...at, part].join('/'))?.linkTarget
    if (link === undefined) at = [...at, part]
    else if (link.startsWith('/') || ++links > MOST_LINKS) return undefined
    else rest = [...link.split('/').filter((step) => step !== '' && step !== '.'), ...rest]
  }
  return at.join('/')
}

/** As the kernel's own limit. */
const MOST_LINKS = 40

/** A set of files for reading by path, links followed; see `SourceFiles` of `runner/dig`. */
export function filesSource(files: readonly ProjectFile[]): { read(path: string): Uint8Array | undefined; list(): readonly string[] } {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const find = (path: string): ProjectFile | undefined => {
    const target = followLinks(byPath, path)
    const file = target === undefined ? undefined : byPath.get(target)
    return file?.linkTarget === undefined ? file : undefined
  }
  return { read: (path) => find(path)?.content, list: () => files.map(({ path }) => path).filter((path) => find(path) !== undefined) }
}
