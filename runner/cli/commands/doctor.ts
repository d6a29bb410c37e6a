import { join, relative, resolve } from 'node:path'
import { statSync } from 'node:fs'
import { RunnerError, type Problem } from '../../model/error.ts'
import type { Command, Options } from '../command.ts'
import type { Context } from '../context.ts'
import type { JsonObject } from '../../model/json.ts'
import { diagnose, mend, type Diagnosis } from '../doctor/diagnose.ts'
import type { Finding } from '../doctor/finding.ts'
import { tokensOf } from '../doctor/token-places.ts'
import { checkLiveToken } from '../doctor/token.ts'
import { problemText } from '../failure.ts'
import { withHome } from '../home.ts'
import { printJson } from '../print.ts'
import { findToken, graphFor, TOKEN_OPTIONS } from '../token-source.ts'

export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor [DIR] [--fix] [--project P | --connection ID]',
  summary: 'find what breaks loads of Instagram insights in a project: expired versions, removed metrics, old dates, tokens',
  options: [
    { flags: '--fix', about: 'write what can be mended into the files; comments stay' },
    ...TOKEN_OPTIONS,
    { flags: '--token-file <FILE>', about: 'a token in a file' },
    { flags: '--offline', about: 'do not look the token up' },
  ],
  args: { min: 0, max: 1 },
  notes: ['Looked up, at Meta or at TROWEL_GRAPH_URL: the token of --project, --connection or --token-file, else those that the files name, as secrets of the project last pushed from DIR.'],
  run: async (context, [directory = '.'], options) => {
    const root = resolve(context.cwd, directory)
    if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new RunnerError('not-found', statSync(root, { throwIfNoEntry: false }) ? `${directory} is a file: name the folder of its project` : `there is no directory ${directory}`)
    const label = (path: string): string => relative(context.cwd, join(root, path)) || path
    const before = await diagnose(root, context.clock.now(), label)
    const mended = options.flag('fix') ? mend(root, before) : []
    const after = mended.length === 0 ? before : await diagnose(root, context.clock.now(), label)
    const token = options.flag('offline') ? [] : await tokenProblems(context, root, after, options)
    return report(context, { directory, label, after, mended, token })
  },
}

/** The troubles of the tokens that the options name, else of those that the files name. */
async function tokenProblems(context: Context, root: string, diagnoses: readonly Diagnosis[], options: Options): Promise<readonly Problem[]> {
  return withHome(context, async (home) => {
    const named = ['project', 'connection', 'tokenFile'].some((name) => options.text(name) !== undefined)
    const { sources, problems } = named ? { sources: [await findToken(context, home, options)], problems: [] } : await tokensOf(context, home, root, diagnoses, options.text('key'))
    const comments = diagnoses.some(({ needs }) => needs.some(({ dataType }) => dataType === 'comments' || dataType === 'tags'))
    const checked = await Promise.all(sources.map(async ({ token, place }) => checkLiveToken(graphFor(context, token), { token, place, comments, keptExpiry: await home.loads.tokenExpiries.find(token), now: context.clock.now() })))
    return [...problems, ...checked.flat()]
  }, { quiet: true })
}

interface Outcome {
  readonly directory: string
  readonly label: (path: string) => string
  readonly after: readonly Diagnosis[]
  readonly mended: readonly Finding[]
  readonly token: readonly Problem[]
}

function report(context: Context, { directory, label, after, mended, token }: Outcome): number {
  const left = [...after.flatMap(({ findings }) => findings), ...token]
  const failed = left.some(({ severity }) => severity === 'error')
  if (context.json) {
    printJson(context, { files: after.map(({ path }) => label(path)), fixed: mended.length, mended: mended.map(shown), problems: left.map((problem) => ({ ...shown(problem), fixable: isFixable(problem) })) })
    return failed ? 1 : 0
  }
  const { terminal } = context
  for (const { position, message, hint } of mended) terminal.out(`${position?.file}:${position?.line}:${position?.column}: mended: ${message}${hint === undefined ? '' : ` (${hint})`}\n`)
  for (const problem of left) terminal.out(problemText(problem))
  terminal.out(`${summary(after.length, left, mended.length)}\n`)
  if (left.some(isFixable)) context.note(`\`${context.typed(`doctor${directory === '.' ? '' : ` ${quoted(directory)}`} --fix`)}\` mends what it can`)
  return failed ? 1 : 0
}

const isFixable = (problem: Problem): boolean => 'edits' in problem && (problem.edits as readonly unknown[]).length > 0
const shown = ({ severity, message, position, hint }: Problem): JsonObject => ({ severity, message, position: position === undefined ? null : { ...position }, hint: hint ?? null })
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

function summary(files: number, left: readonly Problem[], fixed: number): string {
  const errors = left.filter(({ severity }) => severity === 'error').length
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
  if (files === 0 && left.length === 0) return 'no load of Instagram insights here'
  return `${count(files, 'file')} with loads of Instagram insights: ${fixed > 0 ? `${fixed} mended, ` : ''}${count(errors, 'error')}, ${count(left.length - errors, 'warning')}`
}
