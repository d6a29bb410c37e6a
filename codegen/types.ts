import openapiTS, { astToString } from 'openapi-typescript'
import type { OpenAPI3 } from 'openapi-typescript'
import type { OpenApi } from './model.ts'

/** An OpenAPI document as types (openapi-typescript). */
export async function typesText(document: OpenApi): Promise<string> {
  const plain = JSON.parse(JSON.stringify(document)) as OpenAPI3
  return astToString(await openapiTS(plain, { alphabetize: false, immutable: true }))
}

/** `openapi.ts`: the document as data, for whoever validates requests and answers at run time. */
export function documentText(document: OpenApi): string {
  const types = [
    '/** An OpenAPI 3.1 document, as far as its readers need to know it. */',
    'export interface OpenApiDocument {',
    '  readonly openapi: string',
    '  readonly info: { readonly title: string, readonly version: string }',
    '  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>',
    '  readonly components: { readonly schemas: Readonly<Record<string, unknown>>, readonly parameters: Readonly<Record<string, unknown>> }',
    '}',
  ].join('\n')
  return `${types}\n\n/** The Graph API as this SDK was generated from it. */\nexport const graphDocument: OpenApiDocument = JSON.parse(${singleQuoted(JSON.stringify(document))})\n`
}

/** JSON in a single-quoted string: parsing it at start is faster than an object literal of that size, and the compiler does not read it. */
function singleQuoted(json: string): string {
  return `'${json.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
