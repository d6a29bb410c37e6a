import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type Mail from 'nodemailer/lib/mailer/index.js'
import type { TaskRun } from '../model/operator.ts'
import { asFlag, asInt, type Params } from '../model/params.ts'
import { RuntimeFailure } from '../model/operator.ts'
import { messageOf } from '../model/error.ts'

const CONNECT_TIMEOUT_MS = 10_000
const READ_TIMEOUT_MS = 60_000

export interface Smtp {
  readonly host: string
  readonly port: number
  readonly user: string | undefined
  readonly password: string | undefined
  /** STARTTLS. */
  readonly tls: boolean
  /** TLS from the first byte. */
  readonly ssl: boolean
}

/** The task's SMTP server (secrets first, then parameters), else the configured one; the two are never mixed (digdag §6.5). */
export async function readSmtp(task: TaskRun, params: Params): Promise<Smtp | undefined> {
  const secret = (key: string): Promise<string | undefined> => task.secrets.find(`mail.${key}`)
  const host = await secret('host') ?? params.optionalText('host')
  if (host === undefined) return configuredSmtp(task.services.settings)
  const port = await secret('port')
  const [tls, ssl] = [await secret('tls'), await secret('ssl')]
  return {
    host,
    port: port === undefined ? params.int('port') : asInt(port, 'port'),
    user: await secret('username') ?? params.optionalText('username'),
    password: await secret('password'),
    tls: tls === undefined ? params.flag('tls', true) : asFlag(tls, 'tls'),
    ssl: ssl === undefined ? params.flag('ssl', false) : asFlag(ssl, 'ssl'),
  }
}

function configuredSmtp(settings: Readonly<Record<string, string>>): Smtp | undefined {
  const host = settings['config.mail.host']
  if (host === undefined) return undefined
  return {
    host, port: asInt(settings['config.mail.port'] ?? '587', 'config.mail.port'),
    user: settings['config.mail.username'], password: settings['config.mail.password'],
    tls: asFlag(settings['config.mail.tls'] ?? 'true', 'config.mail.tls'), ssl: asFlag(settings['config.mail.ssl'] ?? 'false', 'config.mail.ssl'),
  }
}

/** Sends the mail, or writes it as an `.eml` file into the outbox and says so. */
export async function deliver(task: TaskRun, message: Mail.Options, smtp: Smtp | undefined): Promise<void> {
  const { createTransport } = await import('nodemailer')
  if (smtp === undefined) {
    const { message: bytes } = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail(message)
    const path = await writeOutbox(task, bytes as Buffer)
    task.log.line('warn', `No SMTP server is set up (mail.host): the mail is kept in ${path}`)
    return
  }
  const transport = createTransport({
    host: smtp.host, port: smtp.port, secure: smtp.ssl, requireTLS: smtp.tls && !smtp.ssl, ignoreTLS: !smtp.tls,
    connectionTimeout: CONNECT_TIMEOUT_MS, greetingTimeout: CONNECT_TIMEOUT_MS, socketTimeout: READ_TIMEOUT_MS,
    ...(smtp.user === undefined ? {} : { auth: { user: smtp.user, pass: smtp.password ?? '' } }),
  })
  try { await transport.sendMail(message) } catch (cause) {
    throw new RuntimeFailure(`Sending the mail failed: ${messageOf(cause)}`, 'messaging', { cause })
  } finally { transport.close() }
}

async function writeOutbox(task: TaskRun, bytes: Buffer): Promise<string> {
  const folder = task.services.outboxPath
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const stamp = new Date(task.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '')
  for (let n = 1; ; n++) {
    const path = join(folder, `${stamp}-${task.info.attemptId}-${task.info.taskId}${n === 1 ? '' : `-${n}`}.eml`)
    try {
      await writeFile(path, bytes, { mode: 0o600, flag: 'wx' })
      return path
    } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error }
  }
}
