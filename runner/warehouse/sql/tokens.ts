export type TokenKind = 'space' | 'comment' | 'word' | 'quoted' | 'backquoted' | 'text' | 'number' | 'symbol'
/** A piece of SQL as it was written; `text` of all tokens in a row is the statement. */
export interface Token { readonly kind: TokenKind; readonly text: string; readonly at: number }

const SPACE = /\s+/y
const LINE_COMMENT = /--[^\n]*/y
const BLOCK_COMMENT = /\/\*[^]*?\*\//y
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y
const QUOTED = /"(?:[^"]|"")*"/y
const BACKQUOTED = /`(?:[^`]|``)*`/y
const TEXT = /'(?:[^']|'')*'/y
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const SYMBOL = /<>|!=|<=|>=|\|\||->|=>|::|[^]/y

const RULES: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', SPACE], ['comment', LINE_COMMENT], ['comment', BLOCK_COMMENT], ['word', WORD], ['quoted', QUOTED],
  ['backquoted', BACKQUOTED], ['text', TEXT], ['number', NUMBER], ['symbol', SYMBOL],
]

/** Splits SQL as Trino's lexer does: block comments do not nest. What is not closed comes as a symbol, for the engine to refuse. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < sql.length;) {
    for (const [kind, rule] of RULES) {
      rule.lastIndex = at
      const text = rule.exec(sql)?.[0]
      if (text === undefined) continue
      tokens.push({ kind, text, at })
      at += text.length
      break
    }
  }
  return tokens
}

export const isBlank = (token: Token): boolean => token.kind === 'space' || token.kind === 'comment'
export const textOf = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join('')

/** A word in upper case, or undefined for other tokens. */
export const keyword = (token: Token | undefined): string | undefined => (token?.kind === 'word' ? token.text.toUpperCase() : undefined)

/** The name an identifier stands for; undefined when the token is none. */
export function identifier(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return token.text
  if (token?.kind === 'quoted') return token.text.slice(1, -1).replaceAll('""', '"')
  return token?.kind === 'backquoted' ? token.text.slice(1, -1).replaceAll('``', '`') : undefined
}

/** The statements of a text, split at `;`; blank ones are left out. */
export function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]]
  for (const token of tokens) {
    if (token.text === ';') statements.push([])
    else statements[statements.length - 1]?.push(token)
  }
  return statements.filter((statement) => !statement.every(isBlank))
}

/** The tokens that mean something, each with its nesting depth in parentheses. */
export function significant(tokens: readonly Token[]): readonly { readonly token: Token; readonly depth: number }[] {
  let depth = 0
  const result: { token: Token; depth: number }[] = []
  for (const token of tokens) {
    if (isBlank(token)) continue
    if (token.text === ')') depth--
    result.push({ token, depth })
    if (token.text === '(') depth++
  }
  return result
}
