import { randomUUID } from 'node:crypto'
import { pack } from '../runner/project/archive.ts'
import type { Report } from './figures.ts'
import { median } from './figures.ts'
import { measureNode, startServer, wf, withFolder } from './programs.ts'

const echoes = (count: number): string => Array.from({ length: count }, (_, i) => `+t${i}:\n  echo>: step ${i}\n`).join('')
const indented = (text: string): string => text.replaceAll(/^/gm, '  ').trimEnd()

const WORKFLOWS: Readonly<Record<string, string>> = {
  'row40.dig': echoes(40),
  'row900.dig': echoes(900),
  'loop900.dig': '+each:\n  loop>: 900\n  _do:\n    echo>: step ${i}\n',
  'wide900.dig': `+all:\n  _parallel: true\n${indented(echoes(900))}\n`,
}

const CLAIMS = [
  { name: '40 tasks in a row', workflow: 'row40', atMost: 1.3, rounds: 15 },
  { name: '900 tasks in a row', workflow: 'row900', atMost: 12, rounds: 5 },
  { name: 'loop> of 900', workflow: 'loop900', atMost: 12, rounds: 5 },
  { name: '900 tasks at once', workflow: 'wide900', atMost: 8.5, rounds: 5 },
] as const

/** What `wf server` takes, from the start request to done as a client sees it that asks every few milliseconds. */
export async function measure(report: Report): Promise<void> {
  await withFolder(async (folder) => {
    for (const { options, label } of [{ options: [], label: '' }, { options: ['--fsync'], label: ', --fsync' }]) {
      const server = await startServer([wf, 'server', '-n', '0', '--home', `${folder}/home${label.length}`, ...options])
      try {
        const client = await createRestClient(server.url, WORKFLOWS)
        await client.runOnce('row40')
        for (const { name, workflow, atMost, rounds } of CLAIMS) {
          const nodes: number[] = []
          const times: number[] = []
          for (let i = 0; i < rounds; i++) {
            nodes.push(await measureNode(1))
            times.push(await client.runOnce(workflow))
          }
          report.figure(`${name} through wf server${label}`, median(times) / median(nodes), '× node -e 0', label === '' ? { atMost } : undefined)
        }
      } finally { await server.stop() }
    }
  })
}

export interface RestClient {
  /** Seconds from the start request until an answer says that the attempt succeeded. */
  runOnce(workflow: string): Promise<number>
}

const POLL_MS = 4

/** Pushes workflows as one project and starts them in sessions of their own. */
export async function createRestClient(url: string, workflows: Readonly<Record<string, string>>): Promise<RestClient> {
  const archive = await pack(Object.entries(workflows).map(([path, text]) => ({ kind: 'file' as const, path, content: Buffer.from(text), mode: 0o644 })))
  const pushed = await ask(`${url}/api/projects?project=bench&revision=${randomUUID()}`, { method: 'PUT', body: Buffer.from(archive), headers: { 'content-type': 'application/gzip' } })
  const { workflows: known } = await ask(`${url}/api/projects/${String(pushed['id'])}/workflows`) as unknown as { readonly workflows: readonly { readonly id: string, readonly name: string }[] }
  let session = Date.UTC(2020, 0, 1)
  return {
    runOnce: async (workflow) => {
      const workflowId = known.find(({ name }) => name === workflow)?.id
      const sessionTime = new Date(session += 60_000).toISOString().replace('.000Z', 'Z')
      const started = process.hrtime.bigint()
      let attempt = await ask(`${url}/api/attempts`, { method: 'PUT', body: JSON.stringify({ workflowId, sessionTime, params: {} }), headers: { 'content-type': 'application/json' } })
      while (attempt['done'] !== true) {
        await new Promise((done) => { setTimeout(done, POLL_MS) })
        attempt = await ask(`${url}/api/attempts/${String(attempt['id'])}`)
      }
      if (attempt['success'] !== true) throw new Error(`${workflow} did not succeed: ${JSON.stringify(attempt)}`)
      return Number(process.hrtime.bigint() - started) / 1e9
    },
  }
}

async function ask(url: string, init: RequestInit = {}): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(url, init)
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`)
  return JSON.parse(text) as Readonly<Record<string, unknown>>
}
