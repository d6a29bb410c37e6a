import type { Command, Option } from './command.ts'
import { COMMAND_TABLE } from './commands.ts'
import { optionsOfCommand } from './parse.ts'

const FLAG_WIDTH = 38

const optionLine = (option: Option): string => {
  const flags = option.flags.replace(/^--/, '    --').replace(/<([^>]*)>/g, (_, value: string) => value.replace(/\.\.\.$/, '…'))
  return `    ${flags.padEnd(FLAG_WIDTH)}${flags.length >= FLAG_WIDTH ? ' ' : ''}${option.about}`
}

/** Usage of one command, digdag's first line first. */
export function commandUsage(program: string, command: Command): string {
  const own = new Set(command.options.map((option) => option.flags))
  const options = optionsOfCommand(command).filter((option) => !option.hidden)
  const lines = [
    `Usage: ${program} ${command.usage}`,
    `  ${command.summary}`,
    ...(command.options.length > 0 ? ['  Options:', ...options.filter((option) => own.has(option.flags)).map(optionLine)] : []),
    '  Common options:', ...options.filter((option) => !own.has(option.flags)).map(optionLine), optionLine({ flags: '--help', about: 'show this' }),
    ...(command.notes ? ['', ...command.notes.map((note) => `  ${note}`)] : []),
  ]
  return `${lines.join('\n')}\n`
}

const SECTIONS = [
  ['local', 'Local-mode commands:'],
  ['client', 'Client-mode commands:'],
  ['data', 'Data commands:'],
  ['server', 'Server-mode commands:'],
] as const

/** All commands, one line each. */
export function programUsage(program: string): string {
  const lines = [`Usage: ${program} <command> [options...]`]
  for (const [section, title] of SECTIONS) {
    lines.push(`  ${title}`)
    for (const entry of COMMAND_TABLE) if (entry.section === section && entry.synopsis !== undefined) lines.push(`    ${entry.synopsis.padEnd(44)} ${entry.summary}`)
    lines.push('')
  }
  lines.push('  Options:', optionLine({ flags: '--version', about: 'show the version' }), optionLine({ flags: '--help', about: 'show this; after a command, its own options' }), '', `  Use \`${program} <command> --help\` to see the options of a command.`)
  return `${lines.join('\n')}\n`
}
