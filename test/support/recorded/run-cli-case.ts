import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { runCommand, type CommandOutcome } from '../command.ts'
import { createNormaliser, isBanner, printedLines, withoutLogger, type Normalise, type Place } from './cli-normalise.ts'
import type { Verdict } from './run-case.ts'

interface CliCommand { readonly args: readonly string[]; readonly stdin?: string; readonly stdout?: readonly string[]; readonly errors?: readonly string[]; readonly absent?: readonly string[]; readonly printed?: boolean; readonly overlay?: undefined; readonly wait?: undefined }
type CliStep = readonly string[] | CliCommand | { readonly overlay: string } | { readonly wait: true }
export interface CliCase { readonly about: string; readonly server?: boolean; readonly env?: Readonly<Record<string, string>>; readonly files?: readonly string[]; readonly exists?: readonly string[]; readonly commands: readonly CliStep[] }

interface CommandResult { readonly args: string; readonly exit: number; readonly printed?: readonly string[]; readonly stdout?: readonly string[]; readonly stderr: readonly string[] }
type Files = Readonly<Record<string, readonly string[]>>
interface CaseResult { readonly commands: readonly CommandResult[]; readonly files: Files; readonly exists: Readonly<Record<string, boolean>> }

const CLIENT_COMMAND = /^(push|upload|download|start|retry|kill|backfill|reschedule|enable|disable|delete|version|(log|project|workflow|schedule|session|attempt|task|secret)s?)$/
const WAIT_MS = 30_000
const namesServer = (spec: CliCase): boolean => JSON.stringify(spec).includes('{endpoint}')
const asCommand = (step: CliStep): CliCommand => (Array.isArray(step) ? { args: step as readonly string[] } : step as CliCommand)
const isList = (step: CliStep): step is readonly string[] => Array.isArray(step)
const overlayOf = (step: CliStep): string | undefined => (!isList(step) && 'overlay' in step ? step.overlay : undefined)
const isWait = (step: CliStep): boolean => !isList(step) && 'wait' in step && step.wait === true

/** Types the commands of a recorded case in this process, with the server at an endpoint or with none (`''`), and says where they differ from digdag. */
export async function runCliCase(directory: string, endpoint: string): Promise<Verdict> {
  const spec = JSON.parse(readFileSync(join(directory, 'case.json'), 'utf8')) as CliCase
  if (endpoint === '' && namesServer(spec)) return { kind: 'skipped', reason: 'it names a server' }
  const actual = await play(directory, spec, endpoint)
  const differ = differences(JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as CaseResult, actual, spec)
  return differ.length === 0 ? { kind: 'agrees' } : { kind: 'differs', differences: differ }
}

async function play(directory: string, spec: CliCase, endpoint: string): Promise<CaseResult> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cli-case-')))
  const place: Place = { dir: join(root, 'work'), home: join(root, 'home'), endpoint, project: `c-${basename(directory).slice(0, 40)}-${randomUUID().slice(0, 8)}` }
  const ids = new Map<string, string[]>()
  const normalise = createNormaliser(place, ids)
  const fill = (text: string): string => text
    .replace(/\{(dir|home|endpoint|project)\}/g, (_, name: keyof Place) => place[name])
    .replace(/\{(attempt|session|schedule)(\d*)\}/g, (_, kind: string, n: string) => (n ? ids.get(kind)?.[Number(n) - 1] : ids.get(kind)?.at(-1)) ?? '0')
  const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8', TZ: 'Etc/UTC', HOME: place.home, XDG_CONFIG_HOME: join(place.home, '.config'), ...Object.fromEntries(Object.entries(spec.env ?? {}).map(([name, value]) => [name, fill(value)])) }
  const run = (argv: readonly string[], stdin = ''): Promise<CommandOutcome> => {
    const server = spec.server && endpoint !== '' && !namesServer(spec) && CLIENT_COMMAND.test(argv[0] ?? '') ? ['-e', endpoint] : []
    return runCommand([...argv.map(fill), ...server], { cwd: place.dir, env, stdin })
  }
  try {
    for (const folder of [place.dir, place.home]) mkdirSync(folder)
    const lay = (folder: string): void => cpSync(join(directory, folder), place.dir, { recursive: true, verbatimSymlinks: true })
    if (existsSync(join(directory, 'project'))) lay('project')
    const commands: CommandResult[] = []
    for (const step of spec.commands) {
      const overlay = overlayOf(step)
      if (overlay !== undefined) { lay(overlay); continue }
      if (isWait(step)) { await settled(run); continue }
      const command = asCommand(step)
      commands.push(described(command, await run(command.args, command.stdin), normalise))
    }
    const exists = Object.fromEntries((spec.exists ?? []).map((glob) => [glob, Object.keys(filesOf(place.dir, [glob], normalise)).length > 0]))
    return { commands, files: filesOf(place.dir, spec.files ?? [], normalise), exists }
  } finally { rmSync(root, { recursive: true, force: true }) }
}

async function settled(run: (argv: readonly string[]) => Promise<CommandOutcome>): Promise<void> {
  for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline; await new Promise((done) => setTimeout(done, 50))) {
    if (!/^\s*status: (running|pending)/m.test((await run(['attempt', '{attempt}'])).stdout)) return
  }
  throw new Error('the attempt did not end')
}

function described(command: CliCommand, { exit, stdout, stderr }: CommandOutcome, normalise: Normalise): CommandResult {
  const lines = normalise(stdout, command.args)
  const prints = /^(run|r|logs?)$/.test(command.args[0] ?? '') && command.printed !== false
  return { args: command.args.join(' '), exit, ...(prints ? { printed: printedLines(lines) } : { stdout: lines.map(withoutLogger) }), stderr: normalise(stderr, command.args).filter((line) => !isBanner(line)) }
}

function filesOf(root: string, globs: readonly string[], normalise: Normalise): Files {
  const wanted = globs.map((glob) => new RegExp(`^${glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*\/?|\*|\?/g, (m) => (m === '*' ? '[^/]*' : m === '?' ? '[^/]' : '.*'))}$`))
  const walk = (folder: string): readonly string[] => readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    return entry.isDirectory() ? walk(path) : [path]
  })
  const found = walk('').filter((path) => wanted.some((pattern) => pattern.test(path))).sort()
  return Object.fromEntries(found.map((path) => [normalise(path).join(''), normalise(readFileSync(join(root, path), 'utf8'))]))
}

const trimmed = (text: string): string => text.split('\n').map((line) => line.trim()).join('\n')

function missing(lines: readonly string[], wanted: readonly string[] = []): readonly string[] {
  const text = trimmed(lines.join('\n'))
  return wanted.filter((fragment) => {
    const pattern = /^\/(.*)\/$/s.exec(fragment)
    return !(pattern ? new RegExp(pattern[1] ?? '', 'm').test(text) : text.includes(trimmed(fragment)))
  })
}

const shown = (lines: readonly string[] = []): string => JSON.stringify(lines.join('\n').slice(0, 600))

function commandDifferences(command: CliCommand, want: CommandResult, is: CommandResult): readonly string[] {
  const output = is.printed ?? is.stdout ?? []
  const found: string[] = []
  if (want.exit !== is.exit) found.push(`exit code ${want.exit} expected, is ${is.exit}; stderr ${shown(is.stderr)}`)
  if (want.printed && want.printed.join('\n') !== is.printed?.join('\n')) found.push(`tasks should print ${shown(want.printed)}, print ${shown(is.printed)}`)
  for (const text of missing(output, command.stdout)) found.push(`stdout lacks ${JSON.stringify(text)}, is ${shown(output)}`)
  for (const text of missing(is.stderr, command.errors)) found.push(`stderr lacks ${JSON.stringify(text)}, is ${shown(is.stderr)}`)
  for (const text of command.absent ?? []) if (missing([...output, ...is.stderr], [text]).length === 0) found.push(`prints ${JSON.stringify(text)}`)
  return found.map((line) => `${want.args}: ${line}`)
}

function fileDifferences(want: Files, is: Files): readonly string[] {
  const content = (path: string, lines: readonly string[]): string => (path.endsWith('.yml') ? lines.join('\n').replaceAll('"', '') : lines.join('\n'))
  return [...new Set([...Object.keys(want), ...Object.keys(is)])].sort().flatMap((path) => {
    const [wanted, found] = [want[path], is[path]]
    if (!found) return [`${path}: missing`]
    if (!wanted) return [`${path}: should not exist`]
    return content(path, wanted) === content(path, found) ? [] : [`${path}: should hold ${shown(wanted)}, holds ${shown(found)}`]
  })
}

function differences(expected: CaseResult, actual: CaseResult, spec: CliCase): readonly string[] {
  const commands = spec.commands.filter((step) => overlayOf(step) === undefined && !isWait(step)).map(asCommand)
  return [
    ...commands.flatMap((command, i) => commandDifferences(command, expected.commands[i] as CommandResult, actual.commands[i] as CommandResult)),
    ...fileDifferences(expected.files, actual.files),
    ...Object.entries(expected.exists).filter(([glob, is]) => actual.exists[glob] !== is).map(([glob, is]) => `${glob}: ${is ? 'no such file' : 'should not exist'}`),
  ]
}
