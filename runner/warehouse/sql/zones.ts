import { offsetSeconds, parseZone, type Zone } from '../../model/time.ts'
import { literal } from '../names.ts'
import { unsupported } from './context.ts'

const HOUR = 3600
/** Short names that Treasure Data takes, as fixed offsets in seconds (td §5.1). */
const SHORT: Readonly<Record<string, number>> = {
  JST: 9 * HOUR, KST: 9 * HOUR, PST: -8 * HOUR, PDT: -7 * HOUR, MST: -7 * HOUR, MDT: -6 * HOUR, CST: -6 * HOUR, CDT: -5 * HOUR,
  EST: -5 * HOUR, EDT: -4 * HOUR, HST: -10 * HOUR, AKST: -9 * HOUR, AKDT: -8 * HOUR, IST: 5.5 * HOUR, CET: HOUR, CEST: 2 * HOUR, BST: HOUR, GMT: 0, UTC: 0, Z: 0, UT: 0,
}

/** A zone of a query: a fixed offset in seconds, or a region by its IANA name. */
export type QueryZone = { readonly kind: 'fixed'; readonly seconds: number; readonly name: string } | { readonly kind: 'region'; readonly name: Zone }

export const UTC: QueryZone = { kind: 'fixed', seconds: 0, name: 'UTC' }

export function findZone(text: string): QueryZone | undefined {
  const short = SHORT[text.toUpperCase()]
  if (short !== undefined) return { kind: 'fixed', seconds: short, name: text }
  const zone = parseZone(text)
  if (zone === undefined) return undefined
  return zone.includes('/') ? { kind: 'region', name: zone } : /^(?:UTC|GMT|UT|)[+-]/.test(zone) || zone === 'Z' ? { kind: 'fixed', seconds: offsetSeconds(0, zone), name: text } : { kind: 'region', name: zone }
}

export function zoneNamed(text: string): QueryZone {
  const zone = findZone(text)
  if (zone) return zone
  throw unsupported(`Unknown time zone '${text}'`, "Use an IANA name ('Asia/Tokyo'), an offset ('+09:00') or one of UTC, JST, PST, PDT, EST, EDT…")
}

/** The zone's offset at an instant (epoch seconds), in seconds. */
export const offsetAt = (zone: QueryZone, seconds: number): number => (zone.kind === 'fixed' ? zone.seconds : offsetSeconds(seconds * 1000, zone.name))

/** An epoch expression as a local TIMESTAMP. */
export const localOf = (epoch: string, zone: QueryZone): string =>
  zone.kind === 'region' ? `timezone(${literal(zone.name)}, to_timestamp(${epoch}))` : `make_timestamp(CAST((${epoch}) + (${zone.seconds}) AS BIGINT) * 1000000)`

/** A local TIMESTAMP expression as an epoch. */
export const epochOf = (local: string, zone: QueryZone): string =>
  zone.kind === 'region' ? `CAST(floor(epoch(timezone(${literal(zone.name)}, ${local}))) AS BIGINT)` : `(CAST(floor(epoch(${local})) AS BIGINT) - (${zone.seconds}))`
