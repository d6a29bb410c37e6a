import { literal } from '../names.ts'
import type { Expr, ZoneOf } from './expr.ts'

/** Whether a time with a zone is shown elsewhere than in the session's zone, UTC. */
export const isElsewhere = (zone: ZoneOf | undefined): zone is ZoneOf => zone !== undefined && !(zone.kind === 'fixed' && zone.seconds === 0) && !(zone.kind === 'region' && zone.name === 'UTC')

/** The wall clock of an instant in a zone, as a TIMESTAMP. */
export function localIn(instant: string, zone: ZoneOf | undefined): string {
  if (!isElsewhere(zone)) return `timezone('UTC', ${instant})`
  if (zone.kind === 'fixed') return `(timezone('UTC', ${instant}) + to_seconds(${zone.seconds}))`
  return `timezone(${zone.kind === 'region' ? literal(zone.name) : zone.sql}, ${instant})`
}

/** The instant of a wall clock in a zone. */
export function instantIn(local: string, zone: ZoneOf | undefined): string {
  if (!isElsewhere(zone)) return `timezone('UTC', ${local})`
  if (zone.kind === 'fixed') return `timezone('UTC', (${local}) - to_seconds(${zone.seconds}))`
  return `timezone(${zone.kind === 'region' ? literal(zone.name) : zone.sql}, ${local})`
}

/** Trino's name of a zone, as SQL text. */
export const zoneText = (zone: ZoneOf | undefined): string => (zone === undefined ? "'UTC'" : zone.kind === 'dynamic' ? zone.sql : literal(zone.name))

/** A `zoned` expression by its wall clock; others as they are. */
export const wallClock = (expr: Expr): Expr => (expr.kind?.base === 'zoned'
  ? { sql: localIn(expr.sql, expr.kind.zone), kind: { base: 'timestamp', ...(expr.kind.precision !== undefined && { precision: expr.kind.precision }) } } : expr)
