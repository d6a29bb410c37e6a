import type { Node } from 'acorn'

/** What an expression may touch, read from its syntax tree. Names of its own variables count too: that errs on the safe side. */
export interface ExpressionFacts {
  /** What to run: the source, in which `text.length()`, Java's method, is the property. */
  readonly code: string
  readonly names: ReadonlySet<string>
  /** `this`, `eval` or `Function`: it may read every parameter. */
  readonly readsAll: boolean
  /** It may make code at run time, which may name anything. */
  readonly makesCode: boolean
  /** It may change moment's own state, so its context must not serve another text. */
  readonly changesLibrary: boolean
}

/** A JavaScript error before anything ran. `hint` names the ECMAScript 5 spelling of newer syntax. */
export interface SyntaxProblem { readonly message: string; readonly hint: string | undefined }

type Acorn = typeof import('acorn')
let acorn: Acorn | undefined
const loadAcorn = async (): Promise<Acorn> => (acorn ??= await import('acorn'))

/** Reads one expression as ECMAScript 5, the language of digdag's engine (digdag §4.1). */
export async function readExpression(source: string): Promise<ExpressionFacts | SyntaxProblem> {
  const { Parser } = await loadAcorn()
  const parse: Acorn['parse'] = (text, options) => withOpenRegExps(Parser).parse(text, options)
  try {
    const program = parse(`(${source})`, { ecmaVersion: 5 })
    const [statement] = program.body
    if (program.body.length !== 1 || statement?.type !== 'ExpressionStatement') return { message: 'Expected one expression', hint: 'Leave out the semicolon; a function called at once may hold statements: ${(function() { … })()}' }
    return factsOf(statement, source)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { message: plainMessage(error.message), hint: newerSyntax(source, parse) }
  }
}

// acorn counts from the parenthesis that was put in front
const plainMessage = (message: string): string => message.replace(/ \((\d+):(\d+)\)$/, (_, line: string, column: string) => ` at line ${line}, column ${line === '1' ? Math.max(1, Number(column)) : Number(column) + 1}`)

const LIBRARY_STATE = new Set(['locale', 'lang', 'locales', 'localeData', 'langData', 'defineLocale', 'updateLocale', 'relativeTimeThreshold', 'relativeTimeRounding', 'calendarFormat', 'fn', 'prototype', '__proto__', 'updateOffset', 'momentProperties',
  'parseTwoDigitYear', 'suppressDeprecationWarnings', 'deprecationHandler', 'createFromInputFallback', 'now', '_locale', 'getPrototypeOf', 'defaultFormat', 'defaultFormatUtc'])

/** What a regular expression may hold is for the engine to say: digdag's knows named groups and looking behind. */
function withOpenRegExps(Parser: Acorn['Parser']): Acorn['Parser'] {
  return class extends Parser { protected validateRegExpPattern(): void { /* left to the engine */ } }
}

/** Java's `length()` of a text, as the property (digdag §4.1). */
function withoutLengthCalls(root: Node, source: string): string {
  const calls: { readonly from: number; readonly to: number }[] = []
  visit(root, (node) => {
    const callee = field(node, 'callee')
    const args = field(node, 'arguments')
    if (node.type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression' || isComputed(callee) || !Array.isArray(args) || args.length > 0) return
    const property = field(callee, 'property')
    // acorn counts from the parenthesis that was put in front
    if (isNode(property) && field(property, 'name') === 'length') calls.push({ from: callee.end - 1, to: node.end - 1 })
  })
  return calls.sort((a, b) => b.from - a.from).reduce((code, { from, to }) => code.slice(0, from) + code.slice(to), source)
}

function factsOf(root: Node, source: string): ExpressionFacts {
  const names = new Set<string>()
  const properties = new Set<string>()
  let readsThis = false
  let computes = false
  visit(root, (node, parent, role) => {
    if (node.type === 'ThisExpression') readsThis = true
    if (node.type === 'MemberExpression' && isComputed(node) && childType(node, 'property') !== 'Literal') computes = true
    if (node.type === 'Literal' && role === 'property') properties.add(String(field(node, 'value')))
    if (node.type !== 'Identifier') return
    const name = String(field(node, 'name'))
    const isKey = (role === 'property' && !isComputed(parent)) || (role === 'key' && parent?.type === 'Property')
    if (isKey) properties.add(name)
    else names.add(name)
  })
  const makesCode = names.has('eval') || names.has('Function') || properties.has('constructor')
  const touchesState = computes || [...LIBRARY_STATE].some((name) => properties.has(name))
  return { code: withoutLengthCalls(root, source), names, makesCode, readsAll: readsThis || makesCode, changesLibrary: makesCode || (names.has('moment') && touchesState) }
}

const field = (node: Node, key: string): unknown => (node as unknown as Record<string, unknown>)[key]
const isComputed = (node: Node | undefined): boolean => node !== undefined && field(node, 'computed') === true
const childType = (node: Node, key: string): string | undefined => (isNode(field(node, key)) ? (field(node, key) as Node).type : undefined)
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

function visit(root: Node, see: (node: Node, parent: Node | undefined, role: string) => void): void {
  const waiting: { readonly node: Node; readonly parent: Node | undefined; readonly role: string }[] = [{ node: root, parent: undefined, role: '' }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, parent, role } = next
    see(node, parent, role)
    for (const [key, value] of Object.entries(node)) {
      if (isNode(value)) waiting.push({ node: value, parent: node, role: key })
      else if (Array.isArray(value)) for (const item of value) if (isNode(item)) waiting.push({ node: item, parent: node, role: key })
    }
  }
}

const SPELLINGS: Readonly<Record<string, string>> = {
  ArrowFunctionExpression: 'write function(x) { return … } instead of x => …',
  TemplateLiteral: "join texts with + instead of a `…` template: 'a' + b",
  SpreadElement: 'use apply instead of ...: Math.max.apply(null, list)',
  RestElement: 'use arguments instead of a rest parameter',
  ClassExpression: 'write a constructor function instead of a class',
  AssignmentPattern: 'set defaults inside the function instead of x = default',
  ObjectPattern: 'read the properties one by one instead of destructuring',
  ArrayPattern: 'read the elements one by one instead of destructuring',
  ChainExpression: 'write a && a.b instead of a?.b',
  AwaitExpression: 'nothing can be awaited here',
}

function newerSyntax(source: string, parse: Acorn['parse']): string | undefined {
  let program: Node
  try { program = parse(`(${source})`, { ecmaVersion: 'latest' }) } catch { return undefined }
  const found = new Set<string>()
  visit(program, (node) => {
    const spelling = SPELLINGS[node.type] ?? spellingOf(node)
    if (spelling !== undefined) found.add(spelling)
  })
  return `Expressions are ECMAScript 5, as on digdag: ${[...found].join('; ') || 'this is newer syntax'}`
}

function spellingOf(node: Node): string | undefined {
  const operator = field(node, 'operator')
  if (node.type === 'VariableDeclaration' && field(node, 'kind') !== 'var') return 'write var instead of let and const'
  if (operator === '**' || operator === '**=') return 'use Math.pow(a, b) instead of a ** b'
  if (operator === '??') return 'write a != null ? a : b instead of a ?? b'
  if (node.type === 'Property' && field(node, 'shorthand') === true) return 'write {a: a} instead of {a}'
  if (node.type === 'Property' && field(node, 'method') === true) return 'write {f: function() { … }} instead of {f() { … }}'
  return undefined
}

const LIBRARY_HINTS: Readonly<Record<string, string>> = {
  includes: 'list.indexOf(x) >= 0', find: 'list.filter(f)[0]', findIndex: 'a loop', flat: '[].concat.apply([], list)', flatMap: '[].concat.apply([], list.map(f))', assign: 'a loop over Object.keys', entries: 'Object.keys(o).map(function(k) { return [k, o[k]] })',
  values: 'Object.keys(o).map(function(k) { return o[k] })', trunc: 'x < 0 ? Math.ceil(x) : Math.floor(x)', isInteger: 'x % 1 === 0', padStart: "('00' + x).slice(-2)", fill: 'a loop', from: 'Array.prototype.slice.call(x)', at: 'list[list.length - 1]',
}

/** The ECMAScript 5 spelling of a newer library function that an error names, or undefined. */
export function libraryHint(message: string): string | undefined {
  const name = /(?:^|[.\s])([A-Za-z]+) is not a function$/.exec(message)?.[1]
  const spelling = name === undefined || !Object.hasOwn(LIBRARY_HINTS, name) ? undefined : LIBRARY_HINTS[name]
  return spelling && `The library is that of ECMAScript 5, as on digdag: instead of ${name} use ${spelling}`
}
