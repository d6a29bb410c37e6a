/** Text, or a whole number too long for a JavaScript number. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g
/** Where such a number may stand; ids are text nearly always, so this is all that is looked for. */
const LONG_NUMBER = /[:[,]\s*-?\d{16}/

/**
 * An answer's body, undefined where it is no JSON. Whole numbers beyond 2^53 come as text: an id such as the `user_id` of
 * graph.instagram.com (IG §2.3) would otherwise turn into its neighbour's.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(LONG_NUMBER.test(text) ? text.replace(TOKENS, quotedIfLong) : text) as unknown
  } catch { return undefined }
}

function quotedIfLong(token: string): string {
  return token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`
}
