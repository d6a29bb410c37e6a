import { Command as Commander, CommanderError, Option as CommanderOption } from 'commander'
import { nearest } from '../dig/problem.ts'
import { CLIENT_OPTIONS, COMMON_OPTIONS, UsageError, type Command, type Option, type Options } from './command.ts'

export interface Parsed { readonly args: readonly string[]; readonly options: Options; readonly help: boolean }

/**
 * Parses a command's arguments with commander; messages are digdag's.
 * @throws UsageError
 */
export function parseArguments(command: Command, argv: readonly string[]): Parsed {
  if (argv.includes('--help')) return { args: [], options: optionsOf({}), help: true }
  const parser = new Commander(command.name).exitOverride().allowExcessArguments(true).helpOption(false).argument('[args...]')
  parser.configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
  for (const option of optionsOfCommand(command)) parser.addOption(commanderOption(option))
  try { parser.parse([...argv], { from: 'user' }) } catch (error) { throw asUsageError(error, argv, command) }
  return { args: parser.args, options: optionsOf(parser.opts()), help: false }
}

/** The command's own options, then those that every command takes, less what it defines itself. */
export function optionsOfCommand(command: Command): readonly Option[] {
  const taken = new Set(command.options.flatMap(flagsOf))
  return [...command.options, ...[...(command.service ? CLIENT_OPTIONS : []), ...COMMON_OPTIONS].flatMap((option) => withoutTaken(option, taken))]
}

const flagsOf = (option: Option): readonly string[] => option.flags.split(/[ ,]+/).filter((part) => part.startsWith('-'))

function withoutTaken(option: Option, taken: ReadonlySet<string>): readonly Option[] {
  const [short = '', long = ''] = flagsOf(option).length === 2 ? flagsOf(option) : ['', flagsOf(option)[0] ?? '']
  if (taken.has(long)) return []
  return taken.has(short) ? [{ ...option, flags: option.flags.replace(/^-\w, /, '') }] : [option]
}

function commanderOption(option: Option): CommanderOption {
  const made = new CommanderOption(option.flags, option.about)
  if (option.repeats) made.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value])
  return made
}

function asUsageError(error: unknown, argv: readonly string[], command: Command): unknown {
  if (!(error instanceof CommanderError)) return error
  const option = /'(-[^']*)'/.exec(error.message)?.[1]
  if (error.code === 'commander.unknownOption') {
    const given = argv.find((arg) => arg === option) ?? option ?? ''
    const meant = nearest(given.replace(/=.*$/s, ''), optionsOfCommand(command).filter(({ hidden }) => !hidden).flatMap(flagsOf).filter((flag) => flag.startsWith('--')))
    return new UsageError(`Unknown option: ${given}${meant === undefined ? '' : `\nhint: did you mean ${meant}?`}`, { showUsage: false })
  }
  if (error.code === 'commander.optionMissingArgument') return new UsageError(`Expected a value after parameter ${option?.split(/[ ,]+/).find((flag) => argv.includes(flag)) ?? option ?? ''}`)
  return new UsageError(error.message.replace(/^error: /, ''))
}

function optionsOf(values: Readonly<Record<string, unknown>>): Options {
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : Array.isArray(value) ? String(value.at(-1)) : undefined
  }
  return {
    text,
    list: (name) => { const value = values[name]; return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [] },
    // commander keeps `--no-save` as a false `save`.
    flag: (name) => (/^no[A-Z]/.test(name) ? values[`${name[2]?.toLowerCase() ?? ''}${name.slice(3)}`] === false : values[name] === true),
    int: (name) => {
      const value = text(name)
      if (value === undefined) return undefined
      if (!/^-?\d+$/.test(value)) throw new UsageError(`"${name}": couldn't convert "${value}" to an integer`)
      return Number(value)
    },
  }
}
