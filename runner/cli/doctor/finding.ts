import { createSource } from '../../dig/problem.ts'
import type { Problem } from '../../model/error.ts'
import type { Edit } from './edit.ts'

/** Something that will break, or has; `edits` mend it. */
export interface Finding extends Problem { readonly edits: readonly Edit[] }

export interface TextFile { readonly file: string; readonly text: string }

export interface FindingParts {
  readonly severity?: Problem['severity']
  readonly message: string
  readonly hint?: string
  readonly edits?: readonly Edit[]
}

/** What Meta's tokens look like (IG §1.1). */
export const OPEN_TOKEN = /(?<![\w-])(?:EAA[A-Za-z0-9]{13,}|IG(?:AA|QV|QW)[\w-]{12,})(?![\w-])/g

/** A finding at a place of a file; a token that stands there is not repeated. */
export function findingAt({ file, text }: TextFile, offset: number, { severity = 'error', message, hint, edits = [] }: FindingParts): Finding {
  const source = createSource(file, text.replace(OPEN_TOKEN, (token) => '*'.repeat(token.length)))
  return { severity, message, position: source.position(offset), excerpt: source.excerpt(offset), ...(hint === undefined ? {} : { hint }), edits }
}
