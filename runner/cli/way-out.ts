import type { Context } from './context.ts'

/** What to type after an error of a task, where that is known: its own message says what failed and why. */
export function wayOut(context: Context, message: string, project: string | undefined): string | undefined {
  const secret = /^Secret not found for key: '([^']+)'/.exec(message)?.[1]
  if (secret !== undefined) return project === undefined ? context.typed(`secrets --local --set ${secret}`) : context.typedThere(`secrets --project ${project} --set ${secret}`)
  if (/^Nothing of what was asked could be loaded/.test(message) && /: removed by Meta on |older than what Meta still answers/.test(message)) return `\`${context.typed('doctor')}\` in the project's directory tells what to write instead, and --fix writes it`
  return undefined
}
