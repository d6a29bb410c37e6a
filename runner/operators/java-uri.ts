import { RuntimeFailure } from '../model/operator.ts'

const UNRESERVED = /[A-Za-z0-9\-_.!~*'()]/
const PATH = /[:@&=+$,;/]/
const ANY = /[;/?:@&=+$,[\]]/
const AUTHORITY = /[;:@&=+$,[\]]/

/**
 * Checks a URI as `java.net.URI` reads it, which is how digdag does.
 * @throws RuntimeFailure `Illegal character in path at index N: <uri>` (illegal argument)
 */
export function checkUri(uri: string, shown: string): void {
  const [, scheme, authority = '', path = '', query = '', fragment = ''] = /^(?:([^:/?#]*):)?(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(uri) ?? []
  if (scheme !== undefined && !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme)) throw illegal('scheme name', Math.max(0, scheme.search(/[^A-Za-z0-9+.-]/)), shown)
  let index = scheme === undefined ? 0 : scheme.length + 1
  for (const [component, part, legal] of [['authority', authority, AUTHORITY], ['path', path, PATH], ['query', query, ANY], ['fragment', fragment, ANY]] as const) {
    const skipped = component === 'authority' ? 2 : component === 'path' ? 0 : 1
    checkPart(part.slice(skipped), legal, component, index + Math.min(skipped, part.length), shown)
    index += part.length
  }
  if (scheme === undefined || !/^https?$/i.test(scheme) || !URL.canParse(uri)) throw new RuntimeFailure(`Invalid URI: ${shown}: it must begin with http:// or https:// and name a host`, 'illegal argument')
}

function checkPart(text: string, legal: RegExp, component: string, offset: number, shown: string): void {
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string
    if (character === '%') {
      if (!/^%[0-9a-fA-F]{2}/.test(text.slice(i))) throw new RuntimeFailure(`Malformed escape pair at index ${offset + i}: ${shown}`, 'illegal argument')
      continue
    }
    if (UNRESERVED.test(character) || legal.test(character) || isOther(character)) continue
    throw illegal(component, offset + i, shown)
  }
}

/** Characters beyond ASCII are legal unless they are control characters or blanks. */
const isOther = (character: string): boolean => character > '\u007F' && !/[\p{Cc}\p{Z}]/u.test(character)

const illegal = (component: string, index: number, shown: string): RuntimeFailure => new RuntimeFailure(`Illegal character in ${component} at index ${index}: ${shown}`, 'illegal argument')

/** A URI as digdag names it in messages: without user info, its percent signs escaped once more (recorded). */
export const uriInMessages = (uri: string): string => uri.replace(/^([^:/?#]+:\/\/)[^/?#@]*@/, '$1').replaceAll('%', '%25')
