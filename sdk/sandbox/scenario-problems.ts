import type { ErrorObject, ValidateFunction } from 'ajv'
import { mediaMetrics } from '../generated/catalogue.ts'
import { isDate, isInstant, readAsOf } from './clock.ts'
import { suggestion } from './nearest.ts'
import type { Scenario, ScenarioAccount } from './scenario-plan.ts'
import { spreadAccount } from './scenario-plan.ts'
import { faultSchemas, scenarioSchema } from './scenario-schema.ts'
import type { PostPlan } from './world/account.ts'

/** Something wrong in a scenario, and where. */
export interface Problem {
  readonly path: readonly (string | number)[]
  /** The key of the map at `path` that it is about. */
  readonly key?: string | undefined
  readonly message: string
}

/** All that is wrong with a scenario: what its schema says, and then what a schema cannot say. */
export async function findProblems(value: unknown): Promise<readonly Problem[]> {
  validator ??= compile()
  const validate = await validator
  if (validate(value)) {
    const { accounts = [], faults = [] } = value as Scenario
    return [...doubles(accounts), ...longNames(accounts), ...accounts.flatMap((account, i) => unused(account.posts ?? [], i)), ...spans(faults), ...strangers(faults, accounts)]
  }
  return (validate.errors ?? []).filter((error) => !isEcho(error)).map(problemOf)
}

let validator: Promise<ValidateFunction> | undefined

/** Compiled once: it takes longer than everything else of a sandbox's start. */
async function compile(): Promise<ValidateFunction> {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  return new Ajv2020({ allErrors: true, verbose: true, discriminator: true, inlineRefs: false, allowUnionTypes: true, strictTypes: false, formats: { 'date': isDate, 'date-time': isInstant } }).compile(scenarioSchema)
}

/** What another problem says more precisely: of a choice the schema that was chosen, of a name what is wrong with it, of a fault without a kind that it is missing. */
function isEcho(error: ErrorObject): boolean {
  return error.keyword === 'if' || error.propertyName !== undefined || (error.keyword === 'discriminator' && (error.params as { readonly tagValue?: unknown }).tagValue === undefined)
}

function problemOf(error: ErrorObject): Problem {
  const path = error.instancePath.split('/').slice(1).map((part) => (/^\d{1,6}$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')))
  const params = error.params as Readonly<Record<string, unknown>>
  if (error.keyword === 'additionalProperties') {
    const name = String(params.additionalProperty)
    return { path, key: name, message: (path.at(-1) === 'numbers' ? HINTS[name] : undefined) ?? `there is no "${name}" here${suggestion(name, namesOf(error.parentSchema))}` }
  }
  if (error.keyword === 'propertyNames') {
    const name = String(params.propertyName)
    return { path, key: name, message: path.at(-1) === 'country' ? `"${name}" is not a country of two letters, as GB` : `"${name}" is not a date such as 2026-11-24` }
  }
  if (error.keyword === 'false schema') {
    const [, other = ''] = /dependentSchemas\/(\w+)\//.exec(error.schemaPath) ?? []
    const name = String(path.at(-1))
    return { path: path.slice(0, -1), key: name, message: `"${name}" cannot stand beside "${other}"` }
  }
  return { path: error.keyword === 'discriminator' ? [...path, 'kind'] : path, message: wording(error, params) }
}

function wording(error: ErrorObject, params: Readonly<Record<string, unknown>>): string {
  const given = error.data === null || typeof error.data !== 'object' ? `, not ${JSON.stringify(error.data)}` : ''
  switch (error.keyword) {
    case 'enum': return `must be one of ${(params.allowedValues as readonly unknown[]).join(', ')}${given}`
    case 'required': return `"${String(params.missingProperty)}" is missing`
    case 'type': return `must be ${[params.type].flat().map((type) => TYPES[String(type)] ?? String(type)).join(' or ')}${given}`
    case 'discriminator': return `there is no fault ${JSON.stringify(params.tagValue)}${suggestion(String(params.tagValue), Object.keys(faultSchemas))}`
    case 'format': return `must be ${params.format === 'date' ? 'a date such as 2026-11-24' : 'an instant such as 2026-11-24T09:30:00Z'}${given}`
    default: return `${error.message ?? error.keyword}${given}`
  }
}

const TYPES: Readonly<Record<string, string>> = { string: 'a text', integer: 'a whole number', number: 'a number', object: 'a map', array: 'a list', boolean: 'true or false' }

/** For names that stand for something else here. */
const HINTS: Readonly<Record<string, string>> = {
  follower_count: 'there is no "follower_count" here: new followers of a day are "gained", and "lost" those who left',
  comments: 'there is no "comments" among these numbers: write comments beside numbers',
  follows_and_unfollows: 'there is no "follows_and_unfollows" here: it follows from "gained" and "lost"',
}

function namesOf(schema: unknown): readonly string[] {
  const properties = schema !== null && typeof schema === 'object' && 'properties' in schema ? schema.properties : undefined
  return properties !== null && typeof properties === 'object' ? Object.keys(properties as object) : []
}

/** Two accounts with the same page, page id or user name would hide each other. */
function doubles(accounts: readonly ScenarioAccount[]): readonly Problem[] {
  const owners = new Map<string, number>()
  return accounts.flatMap((account, i) => {
    const clashes = new Map<string, Problem>()
    for (const one of spreadAccount(account)) {
      for (const [key, what] of UNIQUE) {
        const value = one[key]
        const owner = owners.get(`${key}:${value}`)
        if (value === undefined) continue
        if (owner === undefined) owners.set(`${key}:${value}`, i)
        else if (owner !== i && !clashes.has(key)) clashes.set(key, { path: ['accounts', i, key], message: `"${value}" is already the ${what} of another account (number ${owner + 1})` })
      }
    }
    return [...clashes.values()]
  })
}

const UNIQUE = [['page', 'page'], ['pageId', 'page id'], ['username', 'user name']] as const
const LONGEST_NAME = 30

/** The numbers of repeated accounts make their names longer. */
function longNames(accounts: readonly ScenarioAccount[]): readonly Problem[] {
  return accounts.flatMap((account, i) => {
    const long = spreadAccount(account).find((one) => (one.username?.length ?? 0) > LONGEST_NAME)
    return long === undefined ? [] : [{ path: ['accounts', i, 'username'], message: `"${long.username}" is longer than ${LONGEST_NAME} characters` }]
  })
}

/** What a post of its kind never shows would be passed over in silence. */
function unused(posts: readonly PostPlan[], account: number): readonly Problem[] {
  return posts.flatMap((post, i) => {
    const path = ['accounts', account, 'posts', i] as const
    const names = Object.keys(post.numbers ?? {}).filter((name) => mediaMetrics.find((metric) => metric.name === name)?.products[post.kind] === undefined)
    return [
      ...names.map((name): Problem => ({ path: [...path, 'numbers'], key: name, message: `${post.kind} has no ${name}` })),
      ...(post.children !== undefined && post.kind !== 'FEED_CAROUSEL' ? [{ path, key: 'children', message: `${post.kind} has no children: FEED_CAROUSEL has` }] : []),
      ...(post.comments !== undefined && post.kind === 'STORY' ? [{ path, key: 'comments', message: 'STORY has no comments' }] : []),
    ]
  })
}

/** A fault for an account that the scenario does not have would never be met. */
function strangers(faults: NonNullable<Scenario['faults']>, accounts: readonly ScenarioAccount[]): readonly Problem[] {
  const names = new Set(accounts.flatMap(spreadAccount).flatMap((one) => [one.page, one.username, one.pageId].filter((name) => name !== undefined)))
  return faults.flatMap(({ account }, i) => (account === undefined || names.size === 0 || names.has(account) || /^\d+$/.test(account) ? [] : [{ path: ['faults', i, 'account'], message: `there is no account "${account}" here${suggestion(account, [...names])}` }]))
}

function spans(faults: NonNullable<Scenario['faults']>): readonly Problem[] {
  return faults.flatMap(({ from, until }, i) => (from !== undefined && until !== undefined && readAsOf(from) >= readAsOf(until) ? [{ path: ['faults', i, 'until'], message: `must be later than from (${from})` }] : []))
}
