import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './figures.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The bundle that is measured: `dist/`, or what BENCH_DIST names. */
export const dist = resolve(root, process.env['BENCH_DIST'] ?? 'dist')
export const wf = join(dist, 'wf.js')

export function needBundle(): void {
  if (!existsSync(wf)) throw new Error(`${wf} is missing: run npm run build first`)
}

/** A folder that is gone when `work` is done. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'trowel-bench-'))
  try { return await work(folder) } finally { rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Exit statuses that are no failure; 0 unless given. */
  readonly statuses?: readonly number[]
}
export interface Ran { readonly seconds: number, readonly stdout: string }

/** Runs node with these arguments to its end. @throws Error with its output when it fails */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const started = process.hrtime.bigint()
  const child = spawn(process.execPath, args, { cwd: options.cwd, env: cleanEnvironment(options.env), stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)]
  const code = await new Promise<number | null>((done, failed) => { child.once('close', done).once('error', failed) })
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  if (!(options.statuses ?? [0]).includes(code ?? -1)) throw new Error(`node ${args.join(' ')} ended with ${code}:\n${stdout()}\n${stderr()}`)
  return { seconds, stdout: stdout() }
}

export interface Usage extends Ran { readonly maxMb: number, readonly cpuSeconds: number }

/** Runs like `run`, and says what the process used at most. */
export async function runMeasured(args: readonly string[], options: RunOptions = {}): Promise<Usage> {
  const started = process.hrtime.bigint()
  const preload = ['--require', join(root, 'bench', 'usage.cjs')]
  const child = spawn(process.execPath, [...preload, ...args], { cwd: options.cwd, env: cleanEnvironment({ ...options.env, BENCH_USAGE_FD: '3' }), stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const [stdout, stderr, usage] = [gather(child.stdio[1]), gather(child.stdio[2]), gather(child.stdio[3] as NodeJS.ReadableStream)]
  const code = await new Promise<number | null>((done, failed) => { child.once('close', done).once('error', failed) })
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  if (!(options.statuses ?? [0]).includes(code ?? -1)) throw new Error(`node ${args.join(' ')} ended with ${code}:\n${stdout()}\n${stderr()}`)
  const { maxRssKb, cpuMs } = JSON.parse(usage()) as { readonly maxRssKb: number, readonly cpuMs: number }
  return { seconds, stdout: stdout(), maxMb: maxRssKb / 1024, cpuSeconds: cpuMs / 1000 }
}

const EMPTY_PROGRAM = ['-e', '0'] as const

/** Seconds of `node -e 0`: the median of so many. */
export async function measureNode(rounds = 7): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < rounds; i++) times.push((await run(EMPTY_PROGRAM)).seconds)
  return median(times)
}

export interface Compared { readonly node: number, readonly seconds: number, readonly ratio: number }

/** The median of a program's times next to that of `node -e 0`, taken in turns. */
export async function compareWithNode(args: readonly string[], rounds: number, options: RunOptions = {}): Promise<Compared> {
  const [empty, own]: [number[], number[]] = [[], []]
  await run(args, options)
  for (let i = 0; i < rounds; i++) {
    empty.push((await run(EMPTY_PROGRAM)).seconds)
    own.push((await run(args, options)).seconds)
  }
  return { node: median(empty), seconds: median(own), ratio: median(own) / median(empty) }
}

/** The same by CPU time: what other programs on the machine do shows less in it. */
export async function compareCpuWithNode(args: readonly string[], rounds: number, options: RunOptions = {}): Promise<{ readonly ratio: number, readonly maxMb: number }> {
  const [empty, own]: [Usage[], Usage[]] = [[], []]
  for (let i = 0; i < rounds; i++) {
    empty.push(await runMeasured(EMPTY_PROGRAM))
    own.push(await runMeasured(args, options))
  }
  const cpu = (all: readonly Usage[]): number => median(all.map(({ cpuSeconds }) => cpuSeconds))
  return { ratio: cpu(own) / cpu(empty), maxMb: Math.max(...own.map(({ maxMb }) => maxMb)) }
}

export interface Running { readonly url: string, readonly pid: number, readonly stdout: () => string, stop(): Promise<void> }

/** Starts a server and waits for the address that it prints. */
export async function startServer(args: readonly string[], options: RunOptions = {}): Promise<Running> {
  const child = spawn(process.execPath, args, { cwd: options.cwd, env: cleanEnvironment(options.env), stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)]
  const url = await new Promise<string>((done, failed) => {
    child.stdout.on('data', () => { const found = /listening on (http:\/\/\S+)/.exec(stdout()); if (found?.[1]) done(found[1]) })
    child.once('close', (code) => failed(new Error(`node ${args.join(' ')} ended with ${code}:\n${stderr()}`)))
  })
  return { url, pid: child.pid ?? 0, stdout, stop: () => stopped(child) }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((done) => { child.once('close', done) })
  child.kill('SIGTERM')
  await ended
}

function gather(stream: NodeJS.ReadableStream | null): () => string {
  const parts: Buffer[] = []
  stream?.on('data', (part: Buffer) => { parts.push(part) })
  return () => Buffer.concat(parts).toString('utf8')
}

/** Nothing of the person's own settings reaches what is measured. */
function cleanEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(TROWEL|DIGDAG|TD)_|^NODE_OPTIONS$|^XDG_/.test(name))
  return { ...Object.fromEntries(kept), CI: '1', ...more }
}
