import type { Millis } from '../model/clock.ts'
import { ConfigError, type Problem } from '../model/error.ts'
import { isArray, isObject, stringifyJson, textOf, type Json, type JsonObject } from '../model/json.ts'
import { instantOf, localTime, type Zone } from '../model/time.ts'
import { inHashOrder } from './java-order.ts'
import { suggestions } from './problem.ts'

const DAY: Millis = 86_400_000

interface Limit { readonly kind: 'time' | 'duration'; readonly hour: number; readonly minute: number; readonly second: number }

/**
 * When the SLA of an attempt fires (digdag §7.5); undefined for a workflow without `sla:`.
 * @param config the workflow's configuration
 * @param at when the attempt starts
 * @throws ConfigError in digdag's words: a start is refused, a push is not
 */
export function slaTime(config: JsonObject, at: Millis, zone: Zone): Millis | undefined {
  const sla = config['sla']
  if (sla === undefined || sla === null) return undefined
  const { kind, hour, minute, second } = readLimit(sla)
  if (kind === 'duration') return at + ((hour * 60 + minute) * 60 + second) * 1000
  const today = localTime(at, zone)
  // the fraction of a second stays, as in Java's Calendar
  const due = instantOf({ ...today, hour, minute, second }, zone, 'later') + (((at % 1000) + 1000) % 1000)
  return due < at ? due + DAY : due
}

/** What is wrong with a `sla:` and what in it does nothing, for a check before anything runs. */
export function checkSla(sla: Json): readonly Problem[] {
  try { readLimit(sla) } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return [{ message: error.message, severity: 'error', ...(error.hint === undefined ? {} : { hint: error.hint }) }]
  }
  return unusedKeys(sla as JsonObject)
}

const USED = ['fail', 'alert', 'time', 'duration'] as const

function unusedKeys(sla: JsonObject): readonly Problem[] {
  // an operator makes +wf^sla that operator, and its options are its own
  if (Object.keys(sla).some((key) => key.endsWith('>'))) return []
  const unused = inHashOrder(Object.keys(sla)).filter((key) => !key.startsWith('+') && !key.startsWith('_') && !(USED as readonly string[]).includes(key))
  return unused.map((key): Problem => {
    const near = suggestions(key, USED)
    return { message: `Parameter '${key}' is not used at sla. ${near.length === 0 ? '' : `> Did you mean '[${near.join(', ')}]'?`}`, severity: 'warning' }
  })
}

function readLimit(sla: Json): Limit {
  if (!isObject(sla)) throw new ConfigError("Parameter 'sla' must be an object", { hint: 'Write  sla:  and below it, indented,  time: 02:00  or  duration: 01:30:00' })
  const time = optionText(sla, 'time')
  const duration = optionText(sla, 'duration')
  if ((time === undefined) === (duration === undefined)) {
    throw new ConfigError("SLA must be specified using either the 'time' or 'duration' option", { hint: 'time is a time of the day by which it has to be done, duration how long it may take' })
  }
  const kind = time === undefined ? 'duration' : 'time'
  const parts = (time ?? duration ?? '').replace(/:+$/, '').split(':')
  if (parts.length < 2 || parts.length > 3 || !parts.every((part) => /^[+-]?\d{1,9}$/.test(part))) {
    // digdag shows the time option here, also for a duration
    throw new ConfigError(`SLA ${kind} option needs to be HH:MM or HH:MM:SS format: ${time === undefined ? 'Optional.absent()' : `Optional.of(${time})`}`, { hint: `${kind}: ${time ?? duration ?? ''} is not of that form; in quotes, for example "01:30"` })
  }
  const [hour = 0, minute = 0, second = 0] = parts.map(Number)
  return { kind, hour, minute, second }
}

function optionText(sla: JsonObject, key: string): string | undefined {
  const value = sla[key]
  if (value === undefined || value === null) return undefined
  if (isObject(value) || isArray(value)) throw new ConfigError(`Expected string type for key '${key}' but got ${stringifyJson(value)} (${isArray(value) ? 'array' : 'object'})`)
  return textOf(value)
}
