import { existsSync } from 'node:fs'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { RunnerError } from '../model/error.ts'
import type { Sandbox, SandboxAnswer, SandboxLimits, SandboxRequest } from './evaluate-sandbox.ts'

/** Past its longest time a worker gets this long to stop by itself; native loops of the engine do not look at the clock. */
const GRACE_MS = 1000
/** When every worker has been on one request for this long, those that wait get a further worker. */
const PATIENCE_MS = 20
const MOST_WORKERS = 4

interface Job { readonly request: SandboxRequest; readonly resolve: (answer: SandboxAnswer) => void; readonly reject: (error: Error) => void }
interface Seat { readonly worker: Worker; isReady: boolean; job: Job | undefined; since: number; watchdog: NodeJS.Timeout | undefined }
type Message = { readonly ready: true } | { readonly answer: SandboxAnswer } | { readonly failure: string }

const failure = (reason: string): RunnerError => new RunnerError('internal', `The template engine failed: ${reason}`)

interface Pool {
  readonly limits: SandboxLimits
  readonly seats: Set<Seat>
  readonly waiting: Job[]
  patience: NodeJS.Timeout | undefined
  isClosed: boolean
}

/** The sandbox in worker threads: an endless expression delays nobody else, and a worker that overruns is ended and replaced. */
export function createPool(limits: SandboxLimits): Sandbox {
  const pool: Pool = { limits, seats: new Set(), waiting: [], patience: undefined, isClosed: false }
  return {
    run: (request) => new Promise((resolve, reject) => {
      if (pool.isClosed) return reject(failure('it is closed'))
      pool.waiting.push({ request, resolve, reject })
      serve(pool)
    }),
    close() {
      pool.isClosed = true
      clearTimeout(pool.patience)
      for (const job of pool.waiting.splice(0)) job.reject(failure('it is closed'))
      for (const seat of [...pool.seats]) retire(pool, seat, (job) => job.reject(failure('it is closed')))
    },
  }
}

function serve(pool: Pool): void {
  for (const seat of pool.seats) {
    if (!seat.isReady || seat.job !== undefined) continue
    const job = pool.waiting.shift()
    if (job === undefined) break
    assign(pool, seat, job)
  }
  if (pool.waiting.length === 0) dismissIdle(pool)
  else if (pool.seats.size === 0) hire(pool)
  else pool.patience ??= setTimeout(() => lookAgain(pool), PATIENCE_MS)
}

function lookAgain(pool: Pool): void {
  pool.patience = undefined
  if (pool.waiting.length === 0 || pool.isClosed) return
  const areAllStuck = [...pool.seats].every(({ isReady, since }) => isReady && performance.now() - since >= PATIENCE_MS)
  if (areAllStuck && pool.seats.size < MOST_WORKERS) hire(pool)
  serve(pool)
}

// Further workers were hired for slow requests: one is kept warm
function dismissIdle({ seats }: Pool): void {
  for (const seat of [...seats]) {
    if (seats.size === 1 || !seat.isReady || seat.job !== undefined) continue
    seats.delete(seat)
    void seat.worker.terminate()
  }
}

function hire(pool: Pool): void {
  const seat: Seat = { worker: openWorker(pool.limits), isReady: false, job: undefined, since: 0, watchdog: undefined }
  pool.seats.add(seat)
  seat.worker.on('message', (message: Message) => {
    const job = settle(seat)
    seat.isReady = true
    if ('answer' in message) job?.resolve(message.answer)
    else if ('failure' in message) job?.reject(failure(message.failure))
    serve(pool)
  })
  seat.worker.on('error', (error: NodeJS.ErrnoException) => {
    // One that never came up would be hired again and again
    if (!seat.isReady) for (const job of pool.waiting.splice(0)) job.reject(failure(error.message))
    retire(pool, seat, (job) => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? job.resolve({ kind: 'memory' }) : job.reject(failure(error.message))))
  })
}

function assign(pool: Pool, seat: Seat, job: Job): void {
  seat.job = job
  seat.since = performance.now()
  seat.worker.ref()
  seat.watchdog = setTimeout(() => retire(pool, seat, (late) => late.resolve({ kind: 'time' })), pool.limits.longestMs + GRACE_MS)
  seat.worker.postMessage(job.request)
}

function settle(seat: Seat): Job | undefined {
  const { job } = seat
  clearTimeout(seat.watchdog)
  seat.job = undefined
  seat.worker.unref()
  return job
}

function retire(pool: Pool, seat: Seat, answer: (job: Job) => void): void {
  pool.seats.delete(seat)
  const job = settle(seat)
  void seat.worker.terminate()
  if (job) answer(job)
  serve(pool)
}

// In the built package the body stands beside the bundle or one folder up; from source it is TypeScript
const BUILT_BODIES = ['./evaluate-worker.js', '../evaluate-worker.js']

function openWorker(limits: SandboxLimits): Worker {
  const options = { workerData: limits, resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 4 } }
  const built = BUILT_BODIES.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url))
  const worker = built === undefined ? openFromSource(options) : new Worker(built, options)
  return worker
}

// A loader of TypeScript that the main thread was started with does not reach into its workers
function openFromSource(options: WorkerOptions): Worker {
  const body = new URL('./evaluate-worker.ts', import.meta.url)
  if (!existsSync(body)) throw new RunnerError('internal', 'The file evaluate-worker.js of this installation is missing', { hint: 'Install the package again' })
  const loader = import.meta.resolve('tsx/esm/api')
  return new Worker(`import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(body.href)}) })`, { ...options, eval: true, execArgv: [] })
}
