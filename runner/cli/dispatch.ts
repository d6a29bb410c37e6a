import { homedir, hostname } from 'node:os'
import { nearest } from '../dig/problem.ts'
import { systemClock } from '../model/clock.ts'
import { messageOf, RunnerError } from '../model/error.ts'
import { VERSION } from '../version.ts'
import { UsageError, type Command, type Options } from './command.ts'
import { commandNames, everyName, findCommand } from './commands.ts'
import type { Context } from './context.ts'
import { printFailure } from './failure.ts'
import { parseArguments } from './parse.ts'
import { readSettings } from './settings.ts'
import { createTerminal, type Streams } from './terminal.ts'
import { localZone } from './local-zone.ts'
import { commandUsage, programUsage } from './usage.ts'

export interface ProcessState extends Streams {
  /** How the program is typed; `wf` unless told otherwise. */
  readonly program?: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly pid: number
  readonly uptimeSeconds: () => number
  readonly signal: AbortSignal
}

const PROGRAM = 'wf'
const INTERRUPTED = 130

/** Finds, parses and runs one command; the answer is the exit status. */
export async function dispatch(argv: readonly string[], state: ProcessState): Promise<number> {
  const terminal = createTerminal(state, state.env)
  const [name, ...rest] = argv
  if (name === undefined || name === '--help') { terminal.err(programUsage(PROGRAM)); return 0 }
  if (name === '--version') { terminal.out(`${VERSION}\n`); return 0 }
  const entry = findCommand(name)
  if (!entry) {
    const meant = nearest(name, everyName())
    const hint = name.startsWith('-') ? `hint: options stand behind the command: ${PROGRAM} COMMAND ${name} …\n` : meant === undefined ? '' : `hint: did you mean \`${PROGRAM} ${meant}\`?\n`
    terminal.err(`${programUsage(PROGRAM)}\nerror: available commands are: [${commandNames().join(', ')}]\n${hint}`)
    return 1
  }
  const command = await entry.load()
  try {
    const parsed = parseArguments(command, rest)
    if (parsed.help) { terminal.err(commandUsage(PROGRAM, command)); return 0 }
    if (parsed.args.length < command.args.min || parsed.args.length > command.args.max) throw wrongCount(command, parsed.args)
    const context = createContext(state, terminal, parsed.options)
    return await command.run(context, parsed.args, parsed.options)
  } catch (error) {
    return failed(error, command, state, terminal)
  }
}

const wrongCount = (command: Command, args: readonly string[]): UsageError =>
  new UsageError(args.length < command.args.min ? `an argument is missing: ${command.usage}` : `too many arguments: ${args.slice(command.args.max).join(' ')}`)

function createContext(state: ProcessState, terminal: Context['terminal'], options: Options): Context {
  const userHome = state.env['HOME'] ?? homedir()
  const program = state.program ?? PROGRAM
  const settings = readSettings(options, { cwd: state.cwd, userHome, env: state.env })
  const json = options.flag('json')
  const quiet = Boolean(state.env['CI']) || options.flag('noProgress') || json
  return {
    program, version: VERSION, cwd: state.cwd, env: state.env, userHome, settings, terminal, json,
    zone: localZone(state.env),
    host: hostname(), pid: state.pid, processStartedAt: String(Math.round(systemClock.now() - state.uptimeSeconds() * 1000)),
    clock: systemClock, signal: state.signal,
    typed: (command) => [program, command, ...given(options, 'home')].join(' '),
    typedThere: (command) => [program, command, ...given(options, 'endpoint'), ...given(options, 'home')].join(' '),
    drawProgress: terminal.errIsTerminal && !quiet,
    note: (text) => terminal.err(`${text}\n`),
  }
}

const quoted = (word: string): string => (/^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)

function given(options: Options, name: 'home' | 'endpoint'): readonly string[] {
  const value = options.text(name)
  return value === undefined ? [] : [name === 'home' ? '--home' : '-e', quoted(value)]
}

function failed(error: unknown, command: Command, state: ProcessState, terminal: Context['terminal']): number {
  if (error instanceof UsageError) {
    terminal.err(`${error.showUsage ? `${commandUsage(PROGRAM, command)}\n` : ''}error: ${error.message}\n`)
    return 1
  }
  if (state.signal.aborted && (error instanceof RunnerError ? error.code === 'interrupted' : messageOf(error).includes('abort'))) {
    terminal.err(`${error instanceof RunnerError ? messageOf(error) : 'interrupted'}\n`)
    return INTERRUPTED
  }
  printFailure(error, terminal)
  return 1
}
