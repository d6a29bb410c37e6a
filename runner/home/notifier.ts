import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../model/clock.ts'
import { ConfigError } from '../model/error.ts'
import type { TaskInfo } from '../model/operator.ts'
import { formatOffsetTime } from '../model/time.ts'

const TRIES = 10
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000
const SHELL_TIMEOUT_MS = 30_000

export type Notify = (message: string, run: TaskInfo) => Promise<void>

/** Notifications of failed attempts, SLA and `notify>` (digdag §6.5): `notification.type` = http, shell or mail; nothing set up, nothing sent. */
export function createNotifier(parts: { readonly settings: Readonly<Record<string, string>>; readonly outboxPath: string; readonly clock: Clock }): Notify {
  const type = parts.settings['notification.type']
  const setting = (name: string): string | undefined => parts.settings[`notification.${name}`]
  if (type === undefined) return async () => undefined
  if (type === 'http') return async (message, run) => post(setting('http.url'), setting('http.method') ?? 'POST', body(message, run, parts.clock), parts.clock)
  if (type === 'shell') return async (message, run) => runShell(setting('shell.command'), body(message, run, parts.clock))
  if (type === 'mail') return async (message, run) => { toOutbox(parts.outboxPath, message, run, parts.clock, setting) }
  throw new ConfigError(`notification.type = ${type} is not known`, { hint: 'use http, shell or mail' })
}

const body = (message: string, run: TaskInfo, clock: Clock): string => JSON.stringify({
  timestamp: new Date(clock.now()).toISOString(), message, site_id: 0, project_id: run.projectId, project_name: run.projectName, workflow_name: run.workflowName,
  revision: run.revision, attempt_id: run.attemptId, session_id: run.sessionId, task_name: run.fullName, timezone: run.timezone, session_uuid: run.sessionUuid,
  session_time: formatOffsetTime(run.sessionTime, run.timezone),
})

async function post(url: string | undefined, method: string, text: string, clock: Clock): Promise<void> {
  if (!url) throw new ConfigError('notification.http.url is not set')
  for (let tries = 1, wait = FIRST_WAIT_MS; ; tries++, wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const status = await fetch(url, { method, body: text, headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(LONGEST_WAIT_MS) }).then((response) => response.status, () => 0)
    if (status >= 200 && status < 300) return
    if (tries >= TRIES) throw new Error(`the notification was not taken after ${TRIES} tries: ${status === 0 ? 'no answer' : `HTTP ${status}`}`)
    await new Promise<void>((done) => { clock.after(wait, done) })
  }
}

async function runShell(command: string | undefined, text: string): Promise<void> {
  if (!command) throw new ConfigError('notification.shell.command is not set')
  const { spawn } = await import('node:child_process')
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'ignore', 'ignore'], timeout: SHELL_TIMEOUT_MS })
    child.once('error', reject).once('close', (code) => (code === 0 ? resolve() : reject(new Error(`the notification command ended with ${code}`))))
    child.stdin.on('error', () => undefined).end(text)
  })
}

/** Mail goes where `mail>` without SMTP settings puts it: a file in the outbox. */
function toOutbox(outboxPath: string, message: string, run: TaskInfo, clock: Clock, setting: (name: string) => string | undefined): void {
  mkdirSync(outboxPath, { recursive: true, mode: 0o700 })
  const subject = (setting('mail.subject') ?? `${run.projectName} ${run.workflowName}: ${message}`).replace(/[\r\n]+/g, ' ')
  const text = [`From: ${setting('mail.from') ?? 'wf'}`, `To: ${setting('mail.to') ?? ''}`, `Subject: ${subject}`, `Date: ${new Date(clock.now()).toUTCString()}`, 'Content-Type: text/plain; charset=utf-8', '', `${message}\n\n${body(message, run, clock)}\n`].join('\r\n')
  writeFileSync(join(outboxPath, `notification-${run.attemptId}-${clock.now()}.eml`), text, { mode: 0o600 })
}
