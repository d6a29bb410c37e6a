/** What the specifications say once they are read: the input of every stage that writes. */
export interface Model {
  readonly versions: readonly VersionRow[]
  readonly metrics: Metrics
  readonly validators: Validators
  readonly graph: OpenApi
  readonly digdag: OpenApi
  /** Hash of each file in `codegen/specs`, by name. */
  readonly hashes: Readonly<Record<string, string>>
}

export type Host = 'facebook' | 'instagram'
export type MetricType = 'time_series' | 'total_value'

export interface VersionRow { readonly version: string, readonly introduced: string, readonly until: string | null }
export interface VersionDate { readonly version: string, readonly date: string }

export interface UserForm {
  readonly metricType: MetricType
  readonly periods: readonly string[]
  readonly breakdowns: readonly string[]
  readonly combinable: boolean
  readonly timeframes: readonly string[]
  readonly timeframeRequired: boolean
  readonly hosts: readonly Host[]
  readonly since: string
  readonly deprecated: VersionDate | null
  readonly removed: string | null
  readonly replacement: string | null
}

interface MetricBase {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly unit: string
  readonly documented: boolean
  readonly firstVersion: string | null
}

export interface UserMetric extends MetricBase {
  readonly value: 'integer' | 'decimal' | 'object'
  readonly estimated: boolean
  readonly historyDays: number | null
  readonly excludesToday: boolean
  readonly minFollowers: number
  readonly minEngagements: number
  readonly breakdownRequired: boolean
  readonly top: number | null
  readonly forms: readonly UserForm[]
}

export interface MediaMetric extends MetricBase {
  readonly value: 'integer' | 'decimal'
  readonly hosts: readonly Host[]
  readonly breakdowns: readonly string[]
  /** Kind of media → day since which it answers. */
  readonly products: Readonly<Record<string, string>>
  readonly documentedOnly: readonly string[]
  readonly needsFacebookShare: boolean
  readonly since: string
  readonly deprecated: VersionDate | null
  readonly removed: string | null
  readonly replacement: string | null
  readonly stillAnswers: { readonly upToVersion: string, readonly mediaBefore: string } | null
}

export interface Timeframe { readonly name: string, readonly since: string, readonly days: number, readonly deprecated: VersionDate | null, readonly removed: string | null }

export interface Metrics {
  readonly asOf: string
  readonly user: readonly UserMetric[]
  readonly media: readonly MediaMetric[]
  readonly timeframes: readonly Timeframe[]
  readonly breakdownValues: Readonly<Record<string, readonly string[]>>
}

export interface ValidatorList { readonly node: 'user' | 'media', readonly host: Host | 'both', readonly from: string, readonly derived: boolean, readonly metrics: readonly string[] }
export interface RefusalText {
  readonly code: number, readonly message: string
  readonly subcode?: number, readonly title?: string, readonly userMessage?: string, readonly derived?: boolean
}
export interface Validators { readonly lists: readonly ValidatorList[], readonly texts: Readonly<Record<string, RefusalText>> }

export interface SchemaObject {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, SchemaObject>>
  readonly required?: readonly string[]
  readonly enum?: readonly string[]
  readonly const?: string
  readonly items?: SchemaObject
  readonly oneOf?: readonly SchemaObject[]
  readonly additionalProperties?: SchemaObject
  readonly $ref?: string
  readonly 'x-always'?: readonly string[]
  readonly 'x-edges'?: Readonly<Record<string, string>>
  readonly 'x-nodes'?: Readonly<Record<string, string>>
  readonly 'x-hosts-of'?: Readonly<Record<string, readonly Host[]>>
}

export interface ParameterObject { readonly name: string, readonly in: 'path' | 'query', readonly required?: boolean, readonly description?: string, readonly schema: SchemaObject }

export interface OperationObject {
  readonly operationId: string
  readonly description?: string
  readonly parameters?: readonly (ParameterObject | { readonly $ref: string })[]
  readonly security?: readonly unknown[]
  readonly 'x-node'?: string
  readonly 'x-call'?: string
  readonly 'x-kind'?: 'node' | 'list' | 'insights' | 'call'
  readonly 'x-result'?: string
  readonly 'x-paging'?: string
  readonly 'x-hosts'?: readonly Host[]
  readonly 'x-limit'?: number
  readonly 'x-budget'?: string
  readonly 'x-unversioned'?: boolean
}

export type Method = 'get' | 'post' | 'put' | 'delete'

export interface OpenApi {
  readonly openapi: string
  readonly info: { readonly title: string, readonly version: string, readonly description?: string }
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, OperationObject>>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, SchemaObject>>
    readonly parameters?: Readonly<Record<string, ParameterObject>>
  }
}

/** A file the generator owns. */
export interface Output { readonly path: string, readonly text: string }

/** Something wrong in a specification. */
export interface Problem { readonly file: string, readonly where: string, readonly message: string }
