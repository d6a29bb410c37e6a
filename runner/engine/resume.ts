import { RunnerError } from '../model/error.ts'
import type { Attempt } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import type { Task } from '../model/task.ts'
import { createTree, descendants, type Node, type Tree } from './tree.ts'

/** Which finished tasks of an earlier attempt are not run again (digdag §3.6). */
export type ResumeMode = { readonly mode: 'failed' } | { readonly mode: 'from'; readonly from: string }

/**
 * The tasks that are taken over, each name once: after a group's retry its latest row counts.
 * @throws RunnerError `invalid` with digdag's texts
 */
export function selectResumed(tasks: readonly Task[], mode: ResumeMode): readonly Task[] {
  const tree = createTree(tasks)
  return mode.mode === 'failed' ? finishedTasks(tree) : tasksBefore(tree, mode.from)
}

function finishedTasks(tree: Tree): readonly Task[] {
  if (tree.root.task.state === 'success') {
    throw new RunnerError('invalid', 'Resuming successfully completed attempts is not supported', { hint: 'name the task to begin at with --resume-from, or run everything again with --all' })
  }
  return [...tree.all()].filter((node) => node.task.state === 'success' && isLatest(tree, node)).map((node) => node.task)
}

const isLatest = (tree: Tree, node: Node): boolean => tree.byName(node.task.fullName) === node

function tasksBefore(tree: Tree, pattern: string): readonly Task[] {
  const before = new Set<Node>()
  const takeUpstreams = (node: Node): void => {
    for (const upstream of node.barrier?.upstreams ?? []) {
      if (before.has(upstream)) continue
      takeUpstreams(upstream)
      before.add(upstream)
      for (const below of descendants(upstream)) before.add(below)
    }
  }
  const from = matchTask(tree, pattern)
  for (let node: Node | null = from; node !== null; node = node.parent) takeUpstreams(node)
  const latest = [...before].filter((node) => isLatest(tree, node)).map((node) => node.task).sort((a, b) => a.id - b.id)
  const unfinished = latest.find((task) => task.state !== 'success')
  if (unfinished !== undefined) {
    throw new RunnerError('invalid', `Resuming non-successful tasks is not allowed: task_id=${unfinished.id}`, { hint: `${unfinished.fullName} stands before ${from.task.fullName} and did not succeed: begin there, or use --resume` })
  }
  return latest
}

const EXCEPTION = 'io.digdag.core.workflow.TaskMatchPattern'

function matchTask(tree: Tree, pattern: string): Node {
  const names = matchingNames([...tree.all()].map((node) => node.task.fullName), pattern)
  return tree.byName(names) as Node
}

/** Letters and digits of any script, and the signs that a task name may hold, do not begin a fragment. */
const FRAGMENT = /(?![-=[\]{}%&@,._])(?=[^\p{L}\p{M}\p{Nd}\p{Pc}])/u

/**
 * The one name that ends in the pattern (digdag §3.6).
 * @throws RunnerError `invalid`, with the exception's name in front as digdag's answer has it; `internal` for a fragment that is a bare sign
 */
export function matchingNames(fullNames: readonly string[], pattern: string): string {
  if (pattern.split(FRAGMENT).some((fragment) => fragment.length === 1)) {
    throw new RunnerError('internal', `Match patterns excepting direct child (+name+name) is not supported: ${pattern}`, { hint: 'write the end of a full task name, such as +group+task' })
  }
  const matches = [...new Set(fullNames.filter((name) => name.endsWith(pattern)))]
  const [only] = matches
  if (only === undefined) throw new RunnerError('invalid', `${EXCEPTION}$NoMatchException: Task pattern '${pattern}' doesn't match with any tasks.`)
  if (matches.length > 1) {
    throw new RunnerError('invalid', `${EXCEPTION}$MultipleTaskMatchException: Task pattern '${pattern}' is ambiguous. Matching candidates are [${matches.join(', ')}]`, { hint: 'write more of the name' })
  }
  return only
}

/** What an attempt has from the one it resumes. */
export interface Inheritance {
  /** By full name; also for tasks that are only generated later. */
  readonly tasks: ReadonlyMap<string, Task>
  /** Rounds of each name that the chain had before this attempt: a load's key goes on where it was (design, "Durability"). */
  readonly rounds: ReadonlyMap<string, number>
}

const NOTHING: Inheritance = { tasks: new Map(), rounds: new Map() }

export async function inheritanceOf(store: Store, attempt: Attempt): Promise<Inheritance> {
  const source = attempt.resumes ?? null
  if (source === null) return NOTHING
  const [found, tasks] = [await store.findAttempt(source.attemptId), await store.listTasks(source.attemptId)]
  if (found === undefined || tasks.length === 0) return NOTHING
  const selected = selectResumed(tasks, source.from === null ? { mode: 'failed' } : { mode: 'from', from: source.from })
  const rounds = new Map((await inheritanceOf(store, found.attempt)).rounds)
  for (const node of createTree(tasks).all()) rounds.set(node.task.fullName, (rounds.get(node.task.fullName) ?? 0) + (node.round > 0 ? 1 : 0))
  return { tasks: new Map(selected.map((task) => [task.fullName, task])), rounds }
}
