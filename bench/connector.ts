import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from './figures.ts'
import { median } from './figures.ts'
import { readPlainly, startGraph, type GraphServer, type PlainResult } from './graph.ts'
import { run, runMeasured, wf, withFolder, type Usage } from './programs.ts'

const ACCOUNTS = 10
const POSTS = 200
const DAYS = 729
const METRICS = ['reach', 'views', 'likes', 'comments', 'saved', 'shares', 'total_interactions'] as const
const ROUNDS = 3

const account = (preConversion: number): string => `accounts:\n  - {page: Bench, repeat: ${ACCOUNTS}, media: {count: ${POSTS}, days: 700, preConversion: ${preConversion}}}\n`
const EVERY_40TH = 'faults:\n  - {kind: error, code: 2, every: 40}\n'

/** The load of ten accounts (two years of daily reach, 2,000 posts with seven metrics), 50 ms away, next to a plain client that keeps nothing. */
export async function measure(report: Report): Promise<void> {
  await withFolder(async (folder) => {
    const good = await withGraph(folder, 'good', account(0), (graph) => measureGood(report, folder, graph))
    await withGraph(folder, 'bad', account(1) + EVERY_40TH, (graph) => measureBad(report, folder, graph, good))
  })
}

async function withGraph<T>(folder: string, name: string, scenario: string, work: (graph: GraphServer) => Promise<T>): Promise<T> {
  const graph = await startGraph(folder, name, scenario)
  try { return await work(graph) } finally { await graph.close() }
}

interface Good { readonly calls: number, readonly rows: Counted }

async function measureGood(report: Report, folder: string, graph: GraphServer): Promise<Good> {
  const plain: PlainResult[] = []
  const own: Usage[] = []
  let calls = 0
  for (let i = 0; i < ROUNDS; i++) {
    plain.push(await readPlainly(graph, { days: DAYS, metric: 'reach', mediaMetrics: METRICS }))
    await graph.takeCalls()
    own.push(await load(folder, `good${i}`, graph, METRICS))
    calls = Math.max(calls, (await graph.takeCalls()).http)
  }
  const seconds = median(own.map(({ stdout }) => (JSON.parse(stdout) as { readonly seconds: number }).seconds))
  const rows = await countRows(folder, 'good0')
  report.figure('the plain expansion client, 16 connections', median(plain.map((one) => one.seconds)), 's')
  report.figure('the plain expansion client, calls', plain[0]?.calls ?? 0, 'calls')
  report.figure('wf run of the load, from start to end of the process', median(own.map((one) => one.seconds)), 's')
  report.figure('the load, from td_load> to rows committed', seconds, 's')
  report.figure('wf run of the load, calls', calls, 'calls', { atMost: 400 })
  report.figure('the load, next to the plain client', seconds / median(plain.map((one) => one.seconds)), '×', { atMost: 2 })
  report.figure('wf run of the load, resident at most', Math.max(...own.map((one) => one.maxMb)), 'MB', { atMost: 250 })
  report.figure('rows of accounts', rows.user, 'rows', { atLeast: ACCOUNTS * DAYS, atMost: ACCOUNTS * DAYS })
  report.figure('rows of posts', rows.media, 'rows', { atLeast: ACCOUNTS * POSTS * METRICS.length, atMost: ACCOUNTS * POSTS * METRICS.length })
  return { calls, rows }
}

/** An unknown metric, one that feed posts alone have, a post per account from before it was a business account, and every 40th call in vain. */
async function measureBad(report: Report, folder: string, graph: GraphServer, good: Good): Promise<void> {
  await graph.takeCalls()
  await load(folder, 'bad', graph, [...METRICS, 'no_such_metric', 'profile_visits'])
  const { http: calls, counted } = await graph.takeCalls()
  const rows = await countRows(folder, 'bad')
  const whole = ACCOUNTS * (POSTS - 1) * METRICS.length
  report.figure('the bad variant, calls next to the good one', calls / good.calls, '×', { atMost: 2 })
  report.figure('the bad variant, calls', calls, 'calls')
  report.figure('the bad variant, calls as limits count them (each element of a batch)', counted, 'calls')
  report.figure('the bad variant, rows of accounts', rows.user, 'rows', { atLeast: good.rows.user, atMost: good.rows.user })
  report.figure('the bad variant, rows of the metrics that all posts have', rows.common, 'rows', { atLeast: whole, atMost: whole })
  report.figure('the bad variant, rows of profile_visits', rows.visits, 'rows', { atLeast: rows.feedPosts, atMost: rows.feedPosts })
}

const loadConfig = (graph: GraphServer, dataType: string, lines: readonly string[]): string =>
  ['in:', '  type: instagram_insight', `  access_token: ${graph.token}`, '  facebook_page_name: "*"', `  data_type: ${dataType}`, '  use_individual_metrics: true', '  skip_unknown_metrics: true', ...lines.map((line) => `  ${line}`), ''].join('\n')

const day = (ago: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(Date.now() - ago * 86_400_000)

function load(folder: string, name: string, graph: GraphServer, metrics: readonly string[]): Promise<Usage> {
  const project = join(folder, name)
  mkdirSync(project)
  writeFileSync(join(project, 'user.yml'), loadConfig(graph, 'user', ['metrics: [reach-day]', `since: "${day(DAYS)}"`, `until: "${day(0)}"`]))
  writeFileSync(join(project, 'media.yml'), loadConfig(graph, 'media', [`metrics: [${metrics.join(', ')}]`]))
  writeFileSync(join(project, 'load.dig'), '_export: {td: {database: bench}}\n+loads:\n  _parallel: true\n  +user:\n    td_load>: user.yml\n    table: user\n  +media:\n    td_load>: media.yml\n    table: media\n')
  return runMeasured([wf, 'run', 'load', '--json', '--home', join(folder, `home-${name}`)], { cwd: project, env: { TROWEL_GRAPH_URL: graph.url } })
}

interface Counted { readonly user: number, readonly media: number, readonly common: number, readonly visits: number, readonly feedPosts: number }

async function countRows(folder: string, name: string): Promise<Counted> {
  const sql = `SELECT (SELECT count(*) FROM user) AS "user", count(*) AS media, count_if(metric IN (${METRICS.map((metric) => `'${metric}'`).join(', ')})) AS common,
    count_if(metric = 'profile_visits') AS visits, count(DISTINCT CASE WHEN media_product_type = 'FEED' THEN media_id END) AS feed FROM media`
  const { stdout } = await run([wf, 'query', '-d', 'bench', '--format', 'jsonl', '--home', join(folder, `home-${name}`), sql])
  const row = JSON.parse(stdout) as Readonly<Record<string, number>>
  return { user: Number(row['user']), media: Number(row['media']), common: Number(row['common']), visits: Number(row['visits']), feedPosts: Number(row['feed']) }
}
