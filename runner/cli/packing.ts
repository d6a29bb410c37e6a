import { resolve } from 'node:path'
import type { ProjectFile } from '../model/project.ts'
import type { Context } from './context.ts'

export interface Packed { readonly files: readonly ProjectFile[]; readonly archive: Uint8Array; readonly workflows: readonly string[] }

/** Reads a project directory and packs it, telling each file as digdag does (digdag §9.4). */
export async function packProject(context: Context, directory: string | undefined, options: { readonly copyOutgoingSymlinks: boolean; readonly target: string }): Promise<Packed> {
  const [{ readDirectory }, { pack }] = await Promise.all([import('../project/directory.ts'), import('../project/archive.ts')])
  const tell = context.json ? context.terminal.err : context.terminal.out
  tell(`Creating ${options.target}...\n`)
  const files = readDirectory(resolve(context.cwd, directory ?? '.'), {
    copyOutgoingSymlinks: options.copyOutgoingSymlinks,
    leaveOut: resolve(context.cwd, options.target),
    onFile: (file) => tell(`  Archiving ${file.path}\n${file.linkTarget === undefined ? '' : `    symlink -> ${file.linkTarget}\n`}`),
  })
  const workflows = files.filter(({ path, linkTarget }) => path.endsWith('.dig') && !path.includes('/') && linkTarget === undefined).map(({ path }) => path)
  tell(`Workflows:\n${workflows.map((path) => `  ${path}\n`).join('')}`)
  if (workflows.length === 0) {
    tell("  WARNING: This project doesn't include workflows. Usually, this is a mistake.\n           Please make sure that all *.dig files are on the top directory.\n           *.dig files in subdirectories are not recognized as workflows.\n\n")
  }
  return { files, archive: await pack(files), workflows }
}

/** The name under which digdag keeps the archive while it is sent. */
export const temporaryArchiveName = (context: Context): string => `.digdag/tmp/archive-${context.clock.now()}.tar.gz`
