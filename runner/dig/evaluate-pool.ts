import { existsSync } from 'node:fs'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { RunnerError } from '../model/error.ts'
import type { Sandbox, SandboxAnswer, SandboxLimits, SandboxRequest } from './evaluate-sandbox.ts'

/** Past its time limit a worker gets this long to stop by itself; native loops of the engine do not look at the clock. */
const GRACE_MS = 1000
/** When every worker has been on one request for this long, those that wait get a further worker. */
const PATIENCE_MS = 20
const MOST_WORKERS = 4

interface Job { readonly request: SandboxRequest; readonly resolve: (answer: SandboxAnswer) => void; readonly reject: (error: Error) => void }
interface Seat { readonly worker: Worker; isReady: boolean; job: Job | undefined; since: number; watchdog: NodeJS.Timeout | undefined }
type Message = { readonly ready: true } | { readonly answer: SandboxAnswer } | { readonly failure: string }

const failure = (reason: string): RunnerError => new RunnerError('internal', `The template engine failed: ${reason}`)

/** The sandbox in worker threads: an endless expression delays nobody else, and a worker that overruns is ended and replaced. */
export function createPool(limits: SandboxLimits): Sandbox {
  const seats = new Set<Seat>()
  const waiting: Job[] = []
  let patience: NodeJS.Timeout | undefined
  let closed = false

  const settle = (seat: Seat): Job | undefined => {
    const { job } = seat
    clearTimeout(seat.watchdog)
    seat.job = undefined
    seat.worker.unref()
    return job
  }
  const retire = (seat: Seat, answer: (job: Job) => void) => {
    seats.delete(seat)
    const job = settle(seat)
    void seat.worker.terminate()
    if (job) answer(job)
    serve()
  }
  const hire = () => {
    const seat: Seat = { worker: openWorker(limits), isReady: false, job: undefined, since: 0, watchdog: undefined }
    seats.add(seat)
    seat.worker.on('message', (message: Message) => {
      const job = settle(seat)
      seat.isReady = true
      if ('answer' in message) job?.resolve(message.answer)
      else if ('failure' in message) job?.reject(failure(message.failure))
      serve()
    })
    seat.worker.on('error', (error: NodeJS.ErrnoException) => {
      // one that never came up would be hired again and again
      if (!seat.isReady) for (const job of waiting.splice(0)) job.reject(failure(error.message))
      retire(seat, (job) => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? job.resolve({ kind: 'memory' }) : job.reject(failure(error.message))))
    })
  }
  const assign = (seat: Seat, job: Job) => {
    seat.job = job
    seat.since = performance.now()
    seat.worker.ref()
    seat.watchdog = setTimeout(() => retire(seat, (late) => late.resolve({ kind: 'time' })), limits.timeLimitMs + GRACE_MS)
    seat.worker.postMessage(job.request)
  }
  const serve = () => {
    for (const seat of seats) {
      if (!seat.isReady || seat.job !== undefined) continue
      const job = waiting.shift()
      if (job === undefined) break
      assign(seat, job)
    }
    if (waiting.length === 0) {
      dismissIdle()
      return
    }
    if (seats.size === 0) hire()
    else patience ??= setTimeout(lookAgain, PATIENCE_MS)
  }
  const lookAgain = () => {
    patience = undefined
    if (waiting.length === 0 || closed) return
    const areAllStuck = [...seats].every(({ isReady, since }) => isReady && performance.now() - since >= PATIENCE_MS)
    if (areAllStuck && seats.size < MOST_WORKERS) hire()
    serve()
  }
  // further workers were hired for slow requests: one is kept warm
  const dismissIdle = () => {
    for (const seat of [...seats]) {
      if (seats.size > 1 && seat.isReady && seat.job === undefined) {
        seats.delete(seat)
        void seat.worker.terminate()
      }
    }
  }
  return {
    run: (request) => new Promise((resolve, reject) => {
      if (closed) return reject(failure('it is closed'))
      waiting.push({ request, resolve, reject })
      serve()
    }),
    close() {
      closed = true
      clearTimeout(patience)
      for (const job of waiting.splice(0)) job.reject(failure('it is closed'))
      for (const seat of [...seats]) retire(seat, (job) => job.reject(failure('it is closed')))
    },
  }
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
