import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Output } from './model.ts'

const HEADER = '// Written by `npm run generate` from codegen/specs. Do not edit: change the specifications and generate again.\n\n'

/** Source with the header that says where it comes from. */
export function generated(path: string, text: string): Output {
  return { path, text: `${HEADER}${text.trimEnd()}\n` }
}

export function writeAll(root: string, outputs: readonly Output[]): void {
  for (const { path, text } of outputs) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

/** The paths whose checked-in text is not what the specifications give. */
export function drifted(root: string, outputs: readonly Output[]): readonly string[] {
  return outputs.filter(({ path, text }) => textAt(join(root, path)) !== text).map(({ path }) => path)
}

function textAt(path: string): string | undefined {
  try { return readFileSync(path, 'utf8') } catch { return undefined }
}
