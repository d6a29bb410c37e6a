const HALF_PAIR = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** Java's `URLEncoder`: letters, digits and `.-*_` stay, a blank is `+`, half of a surrogate pair counts as a question mark. */
export const formEncoded = (text: string): string =>
  encodeURIComponent(text.replace(HALF_PAIR, '?'))
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')

/** A percent-encoded form text as text, `+` as a blank; broken codes stay as they are. */
export function formDecoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  return spaced.replace(/(?:%[0-9a-fA-F]{2})+/g, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString('utf8'))
}
