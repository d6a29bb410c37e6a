import type { LoadReport } from '../model/connector.ts'

const ALL = '*'

/** What a load brought and what it left out, as lines for a person. */
export function loadLines({ table, rows, alreadyLoaded, skipped }: LoadReport): readonly string[] {
  return [
    `  ${rows.toLocaleString('en-US')} rows loaded into ${table}${alreadyLoaded ? ' (by an earlier run of this load)' : ''}`,
    ...skipped.map(({ metric, account, reason, until, replacement }) =>
      `    skipped ${metric === ALL ? 'all metrics' : metric}${account === null ? '' : ` of ${account}`}: ${reason}${until === null ? '' : `, removed on ${until}`}${replacement === null ? '' : `; use ${replacement}`}`),
  ]
}
