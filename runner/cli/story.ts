import { Readable } from 'node:stream'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSandbox } from '../../sdk/sandbox/index.ts'
import { dispatch } from './dispatch.ts'

/** `npm start`: the main job from end to end on the embedded defaults, by the commands a person types. */
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const HOME = '.trowel'
const PROJECT = 'ig_insights'
const DATABASE = 'ig_insights'

const say = (text: string): void => { process.stdout.write(`\n${text}\n`) }
const quoted = (word: string): string => (/^[\w./:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)
const typed = (argv: readonly string[]): string => `node dist/wf.js ${[...argv, '--home', HOME].map(quoted).join(' ')}`

interface Story { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal }

/** Shows a command as it could be typed, and runs it. */
async function type(story: Story, argv: readonly string[], options: { readonly input?: string } = {}): Promise<void> {
  process.stdout.write(`\n$ ${typed(argv)}${options.input === undefined ? '' : '     # the token on standard input'}\n`)
  const code = await dispatch([...argv, '--home', HOME], {
    program: 'node dist/wf.js', cwd: ROOT, env: story.env, pid: process.pid, uptimeSeconds: () => process.uptime(), signal: story.signal,
    stdin: options.input === undefined ? process.stdin : Readable.from([options.input]), stdout: process.stdout, stderr: process.stderr,
  })
  if (code !== 0) throw new Error(`that command ended with ${code}`)
}

/** The rows of a table, asked the way everybody asks. */
async function count(story: Story, table: string): Promise<number> {
  let text = ''
  const sink = { write: (chunk: string | Uint8Array) => { text += String(chunk); return true } }
  await dispatch(['query', '-d', DATABASE, '--format', 'json', '--home', HOME, `select count(*) as n from ${table}`], {
    cwd: ROOT, env: story.env, pid: process.pid, uptimeSeconds: () => process.uptime(), signal: story.signal, stdin: process.stdin, stdout: sink as never, stderr: sink as never,
  })
  return Number(/"n":\s*(\d+)/.exec(text)?.[1] ?? 0)
}

async function tell(signal: AbortSignal): Promise<void> {
  say('trowel: Instagram insights into a local Treasure Data, with no account, no credentials and no network.')
  say('1. A Graph API of our own, with two years of numbers:  wf sandbox')
  const sandbox = await createSandbox({ port: 0, signal })
  say(`   ${sandbox.url}   pages: ${sandbox.pages.map(({ name }) => name).join(', ')}`)
  const story: Story = { env: { ...process.env, TROWEL_GRAPH_URL: sandbox.url, TROWEL_HOME: '', TROWEL_ENDPOINT: '' }, signal }
  try {
    say('2. The same three commands that Treasure Data users type:')
    await type(story, ['push', PROJECT, '--project', 'workflows/ig_insights'])
    await type(story, ['secrets', '--project', PROJECT, '--set', 'instagram.access_token=-'], { input: sandbox.tokens.facebook })
    await type(story, ['start', PROJECT, 'daily_load', '--session', 'now'])
    say('3. What landed:')
    await type(story, ['query', '-d', DATABASE, '--format', 'table', 'select day, username, metric, value from user_insights where breakdown is null order by day desc, metric limit 8'])
    await type(story, ['chart', '-d', DATABASE])
    const [users, media] = [await count(story, 'user_insights'), await count(story, 'media_insights')]
    say(`Done: ${users.toLocaleString('en-US')} rows in ${DATABASE}.user_insights, ${media.toLocaleString('en-US')} in ${DATABASE}.media_insights (both in ${join(HOME, 'warehouse.duckdb')}).`)
    say(['Next, type:', ...next().map((line) => `  ${line}`)].join('\n'))
  } finally { await sandbox.close() }
}

const next = (): readonly string[] => [
  typed(['query', '-d', DATABASE, 'select metric, count(*) as days, sum(value) as total from user_insights group by metric order by metric']),
  typed(['start', PROJECT, 'daily_load', '--session', 'now', '--sandbox']),
  typed(['attempts']),
  typed(['chart', '-d', DATABASE, '--html', 'chart.html']),
  typed(['server']),
]

const stop = new AbortController()
process.on('SIGINT', () => stop.abort()).on('SIGTERM', () => stop.abort())
tell(stop.signal).catch((error: unknown) => {
  process.stderr.write(`\nThe story stopped: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
