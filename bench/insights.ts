import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from './figures.ts'
import { median } from './figures.ts'
import { LATENCY_MS, startGraph } from './graph.ts'
import { runMeasured, wf, withFolder } from './programs.ts'

const CONCURRENCY = 32
const METRICS = ['reach', 'views', 'accounts_engaged', 'total_interactions', 'likes', 'comments', 'saves', 'shares'] as const
const DAYS = 729
const ROUNDS = 3

/** Two years of an account's daily numbers, 50 ms away, next to what waiting alone takes: calls × latency ÷ concurrency. */
export async function measure(report: Report): Promise<void> {
  await withFolder(async (folder) => {
    const graph = await startGraph(folder, 'one', 'accounts:\n  - {page: Bench}\n')
    try {
      for (const [label, metrics] of [['reach', ['reach']], [`${METRICS.length} metrics`, METRICS]] as const) {
        const [times, calls]: [number[], number[]] = [[], []]
        for (let i = 0; i < ROUNDS; i++) {
          await graph.takeCalls()
          const project = join(folder, `${metrics.length}-${i}`)
          mkdirSync(project)
          const since = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(Date.now() - DAYS * 86_400_000)
          writeFileSync(join(project, 'user.yml'), `in: {type: instagram_insight, access_token: ${graph.token}, facebook_page_name: Bench, data_type: user, use_individual_metrics: true, since: "${since}", metrics: [${metrics.map((metric) => `${metric}-day`).join(', ')}]}\n`)
          writeFileSync(join(project, 'load.dig'), '+load:\n  td_load>: user.yml\n  database: bench\n  table: user\n')
          times.push((await runMeasured([wf, 'run', 'load', '--home', join(folder, `home${metrics.length}-${i}`)], { cwd: project, env: { TROWEL_GRAPH_URL: graph.url } })).seconds)
          calls.push((await graph.takeCalls()).http)
        }
        const waiting = median(calls) * LATENCY_MS / 1000 / CONCURRENCY
        report.figure(`two years of ${label}, calls`, median(calls), 'calls')
        report.figure(`two years of ${label}, wf run`, median(times), 's')
        report.figure(`two years of ${label}, waiting alone at ${CONCURRENCY} at once`, waiting, 's')
        report.figure(`two years of ${label}, next to waiting alone`, median(times) / waiting, '×')
      }
    } finally { await graph.close() }
  })
}
