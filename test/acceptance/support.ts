import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHome, push, start } from '../../runner/index.ts'
import type { Clock, FinishedAttempt, Home, JsonObject, LoadReport } from '../../runner/index.ts'
import { systemClock } from '../../runner/model/clock.ts'

/** The day on which the acceptance tests stand, unless they say otherwise. */
export const TODAY = Date.UTC(2026, 10, 24, 20)

/** A clock that shows a time of its own choosing while waits pass as they do. */
export interface TurnedClock extends Clock { turn(to: number): void }
export function turnedClock(at: number = TODAY): TurnedClock {
  let shift = at - Date.now()
  return { now: () => Date.now() + shift, after: systemClock.after, turn: (to) => { shift = to - Date.now() } }
}

export interface TestHome {
  readonly home: Home
  readonly folder: string
  readonly clock: TurnedClock
  /** What tasks logged, `level text`. */
  readonly lines: readonly string[]
  push(directory: string, project: string, secrets?: Readonly<Record<string, string>>): Promise<void>
  start(project: string, workflow: string, session?: string, params?: JsonObject): Promise<FinishedAttempt>
  rows(database: string, sql: string): Promise<readonly (readonly unknown[])[]>
  reports(finished: FinishedAttempt): Promise<readonly LoadReport[]>
  end(): Promise<void>
}

/** A home in a folder of its own that reaches the Graph API at an address. */
export async function testHome(graphUrl: string, at: number = TODAY): Promise<TestHome> {
  const folder = await mkdtemp(join(tmpdir(), 'trowel-acceptance-'))
  const clock = turnedClock(at)
  const lines: string[] = []
  const home = await openHome({ path: join(folder, 'home'), graphUrl, clock, onEvent: (event) => { if (event.kind === 'line') lines.push(`${event.level} ${event.text}`) } })
  return {
    home, folder, clock, lines,
    push: async (directory, project, secrets = {}) => {
      const { project: pushed } = await push(home, directory, { project })
      for (const [key, value] of Object.entries(secrets)) await home.engine.setSecret(pushed.id, key, value)
    },
    start: (project, workflow, session = 'now', params = {}) => start(home, { project, workflow, session, params }),
    rows: async (database, sql) => (await home.warehouse.query({ database, sql, scheduledTime: clock.now() })).rows,
    reports: async ({ attempt }) => home.loads.reports.of(attempt.attempt.id),
    end: async () => {
      await home.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The message of every task that failed. */
export const failures = ({ tasks }: FinishedAttempt): readonly string[] => tasks.flatMap((task) => (task.error === null ? [] : [`${task.fullName}: ${task.error.message}`]))
