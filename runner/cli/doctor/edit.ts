/** A change of a text: what stands from `from` to `to` (UTF-16 offsets) becomes `text`. Everything else, comments too, stays byte for byte. */
export interface Edit { readonly from: number; readonly to: number; readonly text: string }

/** Applies edits that do not overlap; of two at one place the first counts. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = ''
  let at = 0
  for (const edit of [...edits].sort((one, other) => one.from - other.from)) {
    if (edit.from < at) continue
    result += text.slice(at, edit.from) + edit.text
    at = edit.to
  }
  return result + text.slice(at)
}
