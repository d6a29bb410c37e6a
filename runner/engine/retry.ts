import type { Millis } from '../model/clock.ts'
import { ConfigError } from '../model/error.ts'
import { Float, isObject, stringifyJson, type Json, type JsonObject } from '../model/json.ts'
import { asInt, asText } from '../model/params.ts'
import { settingOf } from './extra-task.ts'

/** A `_retry` (digdag §2.5): how many more runs, and the wait before each. */
export interface RetryRule {
  readonly limit: number
  readonly interval: Millis
  readonly maxInterval: Millis | null
  readonly exponential: boolean
}

const SECOND: Millis = 1000
const ONCE: RetryRule = { limit: 0, interval: 0, maxInterval: null, exponential: false }

/**
 * @param config where `_retry` stands; for an operator the evaluated parameters, for a group its own keys
 * @throws ConfigError `Invalid _retry format:…` and the texts of wrong types
 */
export function readRetry(config: JsonObject): RetryRule {
  const value = Object.hasOwn(config, '_retry') ? config['_retry'] : undefined
  if (value === undefined) return ONCE
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Float || typeof value === 'string') return { ...ONCE, limit: asInt(value, '_retry') }
  if (!isObject(value)) throw new ConfigError(`Invalid _retry format:${stringifyJson(value)}`)
  const limit = value['limit'] ?? null
  if (limit === null) throw new ConfigError(`Parameter 'limit' is required but ${Object.hasOwn(value, 'limit') ? 'null' : 'not set'}`)
  return {
    limit: asInt(limit, 'limit'),
    interval: (optionalInt(value, 'interval') ?? 0) * SECOND,
    maxInterval: secondsOf(optionalInt(value, 'max_interval')),
    exponential: isExponential(value['interval_type'] ?? null),
  }
}

const optionalInt = (object: JsonObject, key: string): number | null => {
  const value = object[key] ?? null
  return value === null ? null : asInt(value, key)
}

const secondsOf = (value: number | null): Millis | null => (value === null ? null : value * SECOND)

function isExponential(type: Json): boolean {
  if (type === null) return false
  const text = asText(type, 'interval_type')
  if (/^constant$/i.test(text)) return false
  if (/^exponential$/i.test(text)) return true
  throw new ConfigError(`Invalid retry_interval_type: ${text}`)
}

/** One more run and what to remember for it, or undefined when none is left. The count is shared by both kinds of retry. */
export function nextRetry(rule: RetryRule, stateParams: JsonObject): { readonly afterMs: Millis; readonly state: JsonObject } | undefined {
  const count = typeof stateParams['retry_count'] === 'number' ? stateParams['retry_count'] : 0
  if (count >= rule.limit) return undefined
  const wait = rule.exponential ? Math.min(rule.interval * 2 ** count, rule.maxInterval ?? Infinity, MAX_WAIT) : rule.interval
  return { afterMs: wait, state: { ...stateParams, retry_count: count + 1 } }
}

const MAX_WAIT: Millis = 2 ** 31 * SECOND

/** The next round of a group, or of an operator whose generated tasks failed; a `_retry` of the wrong form counts as none (digdag §2.5). */
export function nextGroupRetry(task: { readonly exportConfig: JsonObject; readonly localConfig: JsonObject; readonly stateParams: JsonObject }): ReturnType<typeof nextRetry> {
  const value = settingOf(task, '_retry')
  if (value === undefined) return undefined
  try {
    return nextRetry(readRetry({ _retry: value }), task.stateParams)
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}
