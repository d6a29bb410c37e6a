import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Agent, request } from 'undici'
import { createGraphClient } from '../sdk/index.ts'
import type { Report } from './figures.ts'

const CALLS = 1_500
const ROUNDS = 20
const AT_ONCE = 16
const TOKEN = 'EAAbench0123456789'

interface CallCost { readonly wallUs: number, readonly cpuUs: number }
interface SdkFigures { readonly undici: CallCost, readonly sdk: CallCost, /** SDK ÷ undici, by CPU time of this process. */ readonly ratio: number }

/** The SDK's own work for a call. */
export async function measure(report: Report): Promise<void> {
  const { undici, sdk, ratio } = await measureSdk()
  report.figure('a call through bare undici', undici.cpuUs, 'µs of CPU')
  report.figure('the same call through the SDK', sdk.cpuUs, 'µs of CPU')
  report.figure('the SDK next to bare undici', ratio, '×', { atMost: 1.25 })
  report.figure('the SDK next to bare undici, wall', sdk.wallUs / undici.wallUs, '×')
}

/** What a call costs through the SDK, beside the same request by undici alone, in turns in one process; the server is a process of its own. */
async function measureSdk(): Promise<SdkFigures> {
  const server = fork(fileURLToPath(new URL('./answering-server.mjs', import.meta.url)), { execArgv: [] })
  const port = await new Promise<number>((resolve) => { server.once('message', (message) => resolve(Number(message))) })
  const baseUrl = `http://127.0.0.1:${port}`
  const agent = new Agent({ connections: AT_ONCE })
  const graph = createGraphClient({ accessToken: TOKEN, baseUrl, concurrency: AT_ONCE })
  const bare = async () => {
    const { body } = await request(`${baseUrl}/v27.0/1789/insights?metric=reach&access_token=${TOKEN}`, { dispatcher: agent })
    return body.json()
  }
  const ours = () => graph.media('1789').insights({ metric: ['reach'] })
  const bares: CallCost[] = []
  const own: CallCost[] = []
  try {
    for (let round = 0; round < ROUNDS; round++) {
      bares.push(await costOf(bare))
      own.push(await costOf(ours))
    }
  } finally {
    await agent.close()
    server.disconnect()
  }
  const undici = middle(bares.slice(2))
  const sdk = middle(own.slice(2))
  return { undici, sdk, ratio: sdk.cpuUs / undici.cpuUs }
}

async function costOf(call: () => Promise<unknown>): Promise<CallCost> {
  const cpu = process.cpuUsage()
  const started = process.hrtime.bigint()
  let made = 0
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (made++ < CALLS) await call() }))
  const { user, system } = process.cpuUsage(cpu)
  return { wallUs: Number(process.hrtime.bigint() - started) / 1000 / CALLS, cpuUs: (user + system) / CALLS }
}

/** The quarter from below: what disturbs a measurement only ever adds to it. */
function middle(costs: readonly CallCost[]): CallCost {
  const at = (pick: (cost: CallCost) => number) => costs.map(pick).sort((one, other) => one - other)[Math.floor(costs.length / 4)] ?? 0
  return { wallUs: at((cost) => cost.wallUs), cpuUs: at((cost) => cost.cpuUs) }
}
