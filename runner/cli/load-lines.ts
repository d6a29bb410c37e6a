import type { LoadReport, Skipped } from '../model/connector.ts'

const ALL = '*'
/** More accounts than that are counted, the first of them named. */
const MOST_NAMED = 3
/** A reason that counts what it concerns. */
const COUNTED = /^(\d+)( media: .*)$/s

/** What a load brought and what it left out, as lines for a person: one for all accounts that lack the same for the same reason. */
export function loadLines({ table, rows, alreadyLoaded, skipped }: LoadReport): readonly string[] {
  const alike = new Map<string, Skipped[]>()
  for (const one of skipped) {
    const key = JSON.stringify([one.metric, one.reason.replace(COUNTED, '$2'), one.until, one.replacement])
    alike.set(key, [...alike.get(key) ?? [], one])
  }
  return [
    `  ${rows.toLocaleString('en-US')} rows loaded into ${table}${alreadyLoaded ? ' (by an earlier run of this load)' : ''}`,
    ...[...alike.values()].map(lineOf),
  ]
}

function lineOf(some: readonly Skipped[]): string {
  const [{ metric, until, replacement, reason } = { metric: ALL, until: null, replacement: null, reason: '' }] = some
  const accounts = [...new Set(some.flatMap(({ account }) => account ?? []))]
  const named = accounts.length > MOST_NAMED ? `${accounts.length} accounts (${accounts.slice(0, MOST_NAMED).join(', ')}…)` : accounts.join(', ')
  const removed = until === null ? '' : reason.endsWith('removed by Meta') ? ` on ${until}` : `, removed on ${until}`
  return `    skipped ${metric === ALL ? 'all metrics' : metric}${named === '' ? '' : ` of ${named}`}: ${summed(some)}${removed}${replacement === null ? '' : `; use ${replacement}`}`
}

/** The reason, with the counts of all accounts together. */
function summed(some: readonly Skipped[]): string {
  const counts = some.map(({ reason }) => Number(COUNTED.exec(reason)?.[1] ?? 0))
  return (some[0]?.reason ?? '').replace(COUNTED, `${counts.reduce((sum, count) => sum + count, 0)}$2`)
}
