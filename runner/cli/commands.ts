import type { Command } from './command.ts'

export interface CommandEntry {
  readonly names: readonly string[]
  readonly section: 'local' | 'client' | 'data' | 'server'
  /** Undefined: not listed. */
  readonly synopsis: string | undefined
  readonly summary: string
  load(): Promise<Command>
}

const entry = (section: CommandEntry['section'], names: string, synopsis: string | undefined, summary: string, load: () => Promise<Command>): CommandEntry =>
  ({ section, names: names.split(' '), synopsis, summary, load })

/** Every command: its names, its line in the usage, and the file that does it (read only when typed). */
export const COMMAND_TABLE: readonly CommandEntry[] = [
  entry('local', 'init new', 'init|new <dir>', 'create a new workflow project', async () => (await import('./commands/init.ts')).init),
  entry('local', 'run r', 'r[un] <workflow.dig>', 'run a workflow in this directory', async () => (await import('./commands/run.ts')).run),
  entry('local', 'check c', 'c[heck]', 'show workflow definitions and what is wrong with them', async () => (await import('./commands/check.ts')).check),
  entry('local', 'params', 'params <workflow.dig> <+task>', 'show what a task will see, and what set it', async () => (await import('./commands/params.ts')).params),
  entry('local', 'scheduler sched', 'sched[uler]', "run this directory's schedules", async () => (await import('./commands/scheduler.ts')).scheduler),
  entry('server', 'server', 'server', 'serve the REST API, run schedules and attempts', async () => (await import('./commands/server.ts')).server),
  entry('server', 'sandbox', 'sandbox', 'serve a local Graph API', async () => (await import('./commands/sandbox.ts')).sandbox),
  entry('client', 'push', 'push <project-name>', 'create a project revision from this directory', async () => (await import('./commands/push.ts')).push),
  entry('client', 'archive', 'archive', 'pack a project into a file', async () => (await import('./commands/archive.ts')).archive),
  entry('client', 'upload', 'upload <file> <project-name>', 'push a packed project', async () => (await import('./commands/upload.ts')).upload),
  entry('client', 'download', 'download <project-name>', 'unpack a project revision', async () => (await import('./commands/download.ts')).download),
  entry('client', 'project projects', 'projects [name]', 'show projects', async () => (await import('./commands/projects.ts')).projects),
  entry('client', 'workflow workflows', 'workflows [project-name] [name]', 'show workflow definitions', async () => (await import('./commands/workflows.ts')).workflows),
  entry('client', 'start', 'start <project-name> <name>', 'start a session attempt of a workflow', async () => (await import('./commands/start.ts')).start),
  entry('client', 'retry', 'retry <attempt-id>', 'retry a session attempt', async () => (await import('./commands/retry.ts')).retry),
  entry('client', 'session sessions', 'sessions [project-name] [name]', 'show sessions', async () => (await import('./commands/sessions.ts')).sessions),
  entry('client', 'attempts', 'attempts [session-id]', 'show attempts', async () => (await import('./commands/attempts.ts')).attempts),
  entry('client', 'attempt', 'attempt <attempt-id>', 'show one attempt', async () => (await import('./commands/attempts.ts')).attempt),
  entry('client', 'reschedule', 'reschedule <schedule-id>', 'skip sessions of a schedule', async () => (await import('./commands/reschedule.ts')).reschedule),
  entry('client', 'backfill', 'backfill <schedule-id>', 'start past sessions of a schedule', async () => (await import('./commands/backfill.ts')).backfill),
  entry('client', 'log logs', 'log <attempt-id> [+task name prefix]', 'show logs of an attempt', async () => (await import('./commands/log.ts')).log),
  entry('client', 'kill', 'kill <attempt-id>', 'kill a running attempt', async () => (await import('./commands/kill.ts')).kill),
  entry('client', 'task tasks', 'task <attempt-id>', 'show tasks of an attempt', async () => (await import('./commands/tasks.ts')).tasks),
  entry('client', 'schedule schedules', 'schedules', 'show schedules', async () => (await import('./commands/schedules.ts')).schedules),
  entry('client', 'disable', 'disable [schedule-id | project [name]]', 'disable schedules', async () => (await import('./commands/switch-schedules.ts')).disable),
  entry('client', 'enable', 'enable [schedule-id | project [name]]', 'enable schedules', async () => (await import('./commands/switch-schedules.ts')).enable),
  entry('client', 'delete', 'delete <project-name>', 'delete a project', async () => (await import('./commands/delete.ts')).deleteProject),
  entry('client', 'secret secrets', 'secrets --project <project-name>', 'set, list and delete secrets', async () => (await import('./commands/secrets.ts')).secrets),
  entry('client', 'version', 'version', 'show client and server version', async () => (await import('./commands/version.ts')).version),
  entry('data', 'query', 'query -d <database> [SQL]', 'read the warehouse', async () => (await import('./commands/query.ts')).query),
  entry('data', 'chart', 'chart -d <database>', 'draw reach, views, followers and top media', async () => (await import('./commands/chart.ts')).chart),
  entry('data', 'connection connections', 'connections [list|set|delete]', 'saved authentications', async () => (await import('./commands/connections.ts')).connections),
  entry('data', 'account accounts', 'accounts', 'the pages and accounts a token sees', async () => (await import('./commands/accounts.ts')).accounts),
  entry('data', 'token', 'token exchange|refresh|show', 'long-lived tokens', async () => (await import('./commands/token.ts')).token),
  entry('data', 'load', 'load set|list|show|delete|run', 'saved loads with their incremental state', async () => (await import('./commands/load.ts')).load),
  entry('data', 'doctor', 'doctor [DIR] [--fix]', 'find and mend what breaks loads of Instagram insights', async () => (await import('./commands/doctor.ts')).doctor),
  entry('data', 'prune', 'prune --older-than 90d', 'remove old attempts and their logs', async () => (await import('./commands/prune.ts')).prune),
  entry('server', 'migrate', undefined, 'migrate the store', async () => (await import('./commands/migrate.ts')).migrate),
  entry('server', 'selfupdate', undefined, 'how to update', async () => (await import('./commands/selfupdate.ts')).selfupdate),
]

export const findCommand = (name: string): CommandEntry | undefined => COMMAND_TABLE.find((entry) => entry.names.includes(name))
export const commandNames = (): readonly string[] => COMMAND_TABLE.map((entry) => entry.names[0] ?? '')
/** Aliases too. */
export const everyName = (): readonly string[] => COMMAND_TABLE.flatMap((entry) => entry.names)
