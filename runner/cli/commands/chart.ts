import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, RunnerError } from '../../model/error.ts'
import { formatInstant } from '../../model/time.ts'
import { UsageError, type Command } from '../command.ts'
import type { Context } from '../context.ts'
import { withHome } from '../home.ts'
import { printJson } from '../print.ts'
import type { AccountChart } from '../chart/series.ts'

const DEFAULT_DAYS = 90

export const chart: Command = {
  name: 'chart',
  usage: 'chart [-d <database>]',
  summary: 'draw reach, views and followers by day, and the top media, of what td_load> brought from Instagram',
  options: [
    { flags: '-d, --database <DATABASE>', about: 'the database (default ig_insights)' },
    { flags: '--table <TABLE>', about: 'the table of `data_type: user` (default user_insights)' },
    { flags: '--media-table <TABLE>', about: 'the table of `data_type: media` (default media_insights)' },
    { flags: '--account <NAME>', about: 'one account alone: its id, user name or page' },
    { flags: '--days <N>', about: `how many days, up to the last one loaded (default ${DEFAULT_DAYS})` },
    { flags: '--html <FILE>', about: 'write one page that needs nothing else' },
    { flags: '--svg <FILE>', about: 'write one picture' },
    { flags: '--lock-timeout <S>', about: 'seconds to wait for the warehouse (default 30)' },
  ],
  args: { min: 0, max: 0 },
  notes: ['wf chart -d ig_insights', 'wf chart -d ig_insights --days 28 --html insights.html'],
  run: async (context, _args, options) => {
    const days = options.int('days') ?? DEFAULT_DAYS
    if (days < 1) throw new UsageError('--days is at least 1')
    const database = options.text('database') ?? 'ig_insights'
    const { readCharts } = await import('../chart/read.ts')
    const charts = await withHome(context, ({ warehouse }) => readCharts(warehouse, {
      database, userTable: options.text('table') ?? 'user_insights', mediaTable: options.text('mediaTable') ?? 'media_insights', account: options.text('account'), days,
      now: context.clock.now(), signal: context.signal, notice: context.note,
    }))
    const files = [options.text('html'), options.text('svg')].filter((file) => file !== undefined)
    await writeFiles(context, charts, { title: `Instagram insights: ${database}`, html: options.text('html'), svg: options.text('svg') })
    if (context.json) printJson(context, { database, accounts: charts, files })
    else if (files.length === 0) await draw(context, charts)
    for (const file of files) context.note(`drawn into ${file}`)
    return 0
  },
}

async function draw(context: Context, charts: readonly AccountChart[]): Promise<void> {
  const { terminalChart } = await import('../chart/terminal.ts')
  const { terminal } = context
  terminal.out(`${charts.map((one) => terminalChart(one, { width: terminal.columns, color: terminal.color })).join('\n\n')}\n`)
}

async function writeFiles(context: Context, charts: readonly AccountChart[], wanted: { readonly title: string; readonly html: string | undefined; readonly svg: string | undefined }): Promise<void> {
  const write = (file: string, text: string): void => {
    try { writeFileSync(resolve(context.cwd, file), text) } catch (error) { throw new RunnerError('disk', `cannot write ${file}: ${messageOf(error)}`, { cause: error }) }
  }
  if (wanted.html !== undefined) write(wanted.html, (await import('../chart/html.ts')).htmlChart(charts, { title: wanted.title, made: `Drawn by ${context.program} ${context.version} at ${formatInstant(context.clock.now())}` }))
  if (wanted.svg !== undefined) write(wanted.svg, (await import('../chart/svg.ts')).svgChart(charts, { title: wanted.title }))
}
