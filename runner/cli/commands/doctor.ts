import { join, relative, resolve } from 'node:path'
import { statSync } from 'node:fs'
import { RunnerError, type Problem } from '../../model/error.ts'
import type { Command, Options } from '../command.ts'
import type { Context } from '../context.ts'
import { diagnose, mend, type Diagnosis } from '../doctor/diagnose.ts'
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
  notes: ['The token that is looked up is that of --project, --connection or --token-file, else the secret of the project last pushed from DIR.'],
  run: async (context, [directory = '.'], options) => {
    const root = resolve(context.cwd, directory)
    if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new RunnerError('not-found', `there is no directory ${directory}`)
    const label = (path: string): string => relative(context.cwd, join(root, path)) || path
    const before = await diagnose(root, context.clock.now(), label)
    const fixed = options.flag('fix') ? mend(root, before) : 0
    const after = fixed === 0 ? before : await diagnose(root, context.clock.now(), label)
    const token = options.flag('offline') ? [] : await tokenProblems(context, root, options)
    return report(context, { before, after, fixed, token })
  },
}

/** The token's own troubles; none where no token is named and none was set. */
async function tokenProblems(context: Context, root: string, options: Options): Promise<readonly Problem[]> {
  return withHome(context, async (home) => {
    const named = ['project', 'connection', 'tokenFile'].some((name) => options.text(name) !== undefined)
    const pushed = named ? undefined : await home.pushedProject(root)
    if (!named && pushed === undefined) return []
    const secret = pushed && await home.vault.get('secret', pushed.id, options.text('key') ?? 'instagram.access_token')
    if (!named && secret === undefined) return []
    const source = named ? await findToken(context, home, options) : { token: secret?.trim() ?? '', place: `secret ${options.text('key') ?? 'instagram.access_token'} of ${pushed?.name ?? ''}` }
    return checkLiveToken(graphFor(context, source.token), source.token, source.place, await home.loads.tokenExpiries.find(source.token), context.clock.now())
  }, { quiet: true })
}

interface Outcome { readonly before: readonly Diagnosis[]; readonly after: readonly Diagnosis[]; readonly fixed: number; readonly token: readonly Problem[] }

function report(context: Context, { before, after, fixed, token }: Outcome): number {
  const left = [...after.flatMap(({ findings }) => findings), ...token]
  const failed = left.some(({ severity }) => severity === 'error')
  if (context.json) {
    printJson(context, { files: before.map(({ path }) => path), fixed, problems: left.map((problem) => ({ severity: problem.severity, message: problem.message, position: problem.position ?? null, hint: problem.hint ?? null, fixable: 'edits' in problem && (problem.edits as readonly unknown[]).length > 0 })) })
    return failed ? 1 : 0
  }
  const { terminal } = context
  const mended = fixed === 0 ? [] : before.flatMap(({ findings }) => findings.filter(({ edits }) => edits.length > 0))
  for (const { position, message, hint } of mended) terminal.out(`${position?.file}:${position?.line}: mended: ${message}${hint === undefined ? '' : ` (${hint})`}\n`)
  for (const problem of left) terminal.out(problemText(problem))
  terminal.out(`${summary(before, left, fixed)}\n`)
  if (fixed === 0 && left.some((problem) => 'edits' in problem && (problem.edits as readonly unknown[]).length > 0)) context.note(`\`${context.typed(`doctor --fix`)}\` mends what it can`)
  return failed ? 1 : 0
}

function summary(files: readonly Diagnosis[], left: readonly Problem[], fixed: number): string {
  const errors = left.filter(({ severity }) => severity === 'error').length
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
  if (files.length === 0 && left.length === 0) return 'no load of Instagram insights here'
  return `${count(files.length, 'file')} with loads of Instagram insights: ${fixed > 0 ? `${fixed} mended, ` : ''}${count(errors, 'error')}, ${count(left.length - errors, 'warning')}`
}
