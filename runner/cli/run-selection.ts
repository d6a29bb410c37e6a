import type { SkippedResult } from '../engine/ports.ts'
import type { TaskDefinition } from '../model/project.ts'
import type { StatusFolder } from './run-status.ts'

/** Names before a task: the upstreams of it and of its ancestors, with all their descendants. */
export function namesBefore(tasks: readonly TaskDefinition[], fullName: string): (name: string) => boolean {
  const target = tasks.find((task) => task.fullName === fullName)
  const roots: string[] = []
  const visited = new Set<number>()
  const addUpstreams = (task: TaskDefinition): void => {
    for (const index of task.upstreamIndexes) {
      const upstream = tasks[index]
      if (!upstream || visited.has(index)) continue
      visited.add(index)
      roots.push(upstream.fullName)
      addUpstreams(upstream)
    }
  }
  for (let task = target; task; task = task.parentIndex === null ? undefined : tasks[task.parentIndex]) addUpstreams(task)
  return (name) => roots.some((root) => isWithin(name, root))
}

/** A task, its children, and what they generate. */
export const isWithin = (name: string, root: string): boolean => name === root || name.startsWith(`${root}+`) || name.startsWith(`${root}^`)

export interface RunChoice {
  readonly rerun: boolean
  readonly start: string | undefined
  readonly goal: string | undefined
  readonly end: string | undefined
}

export type Steer = (fullName: string) => 'run' | { readonly skipWith: SkippedResult }

/** What becomes of each operator task (the table of digdag §8.3). Without a status folder everything runs. */
export function createSteer(tasks: readonly TaskDefinition[], choice: RunChoice, status: StatusFolder | undefined): Steer {
  if (!status) return () => 'run'
  const byFile = (name: string): ReturnType<Steer> => { const done = status.find(name); return done ? { skipWith: done } : 'run' }
  const nothing: ReturnType<Steer> = { skipWith: {} }
  const beforeStart = choice.start === undefined ? undefined : namesBefore(tasks, choice.start)
  const beforeEnd = choice.end === undefined ? undefined : namesBefore(tasks, choice.end)
  const { goal } = choice
  const beforeGoal = goal === undefined ? undefined : namesBefore(tasks, goal)
  return (name) => {
    if (choice.rerun) return beforeEnd && !beforeEnd(name) ? nothing : 'run'
    if (goal !== undefined && beforeGoal) return beforeGoal(name) ? byFile(name) : isWithin(name, goal) ? 'run' : nothing
    if (beforeEnd && !beforeEnd(name)) return nothing
    if (beforeStart) return beforeStart(name) ? byFile(name) : 'run'
    return byFile(name)
  }
}

/** The tasks of a subtree alone: root, task, descendants, without what comes before (digdag §8.3). */
export function subtree(tasks: readonly TaskDefinition[], fullName: string): readonly TaskDefinition[] {
  const root = tasks[0]
  const kept = tasks.filter((task) => task.index === 0 || isWithin(task.fullName, fullName))
  if (!root || fullName === root.fullName) return tasks
  const index = new Map(kept.map((task, i) => [task.index, i]))
  return kept.map((task, i) => ({
    ...task, index: i,
    parentIndex: task.index === 0 ? null : index.get(task.parentIndex ?? 0) ?? 0,
    upstreamIndexes: task.upstreamIndexes.flatMap((upstream) => index.get(upstream) ?? []),
  }))
}
