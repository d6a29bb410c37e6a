import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type Mail from 'nodemailer/lib/mailer/index.js'
import { ConfigError } from '../model/error.ts'
import type { TaskRun } from '../model/operator.ts'
import { asObject, createParams, type Params } from '../model/params.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { deliver, readSmtp } from './mail-delivery.ts'
import { templateText } from './template-text.ts'
import { textList } from './values.ts'

/** `mail>`: sends a mail by SMTP, or writes it into the outbox where no SMTP server is set up (digdag §6.5). */
export const mail = defineOperator({
  type: 'mail',
  retries: true,
  run: async (task) => {
    const params = task.params.withDefaults('mail')
    const { settings } = task.services
    const from = params.optionalText('from') ?? settings['config.mail.from'] ?? params.text('from')
    const subject = params.optionalText('subject') ?? settings['config.mail.subject'] ?? params.text('subject')
    const to = addresses(params, 'to')
    if (to.length === 0) params.text('to')
    const text = await templateText(task, params, 'body')
    if (params.has('password')) task.log.line('warn', "The parameter 'password' is ignored: set the secret mail.password instead.")
    const message: Mail.Options = {
      from, sender: from, to, cc: addresses(params, 'cc'), bcc: addresses(params, 'bcc'), subject,
      [params.flag('html', false) ? 'html' : 'text']: text,
      attachments: await attachments(task, params), disableFileAccess: true, disableUrlAccess: true,
      date: new Date(task.clock.now()),
    }
    await deliver(task, message, await readSmtp(task, params))
    return SUCCESS
  },
})

function addresses(params: Params, key: string): string[] {
  const list = textList(params, key) ?? []
  for (const address of list) {
    if (!/^(?:[^<>@\s,]+(?:@[^<>@\s,]+)?|[^<>]*<[^<>@\s]+(?:@[^<>@\s]+)?>)$/.test(address.trim())) throw new ConfigError(`Invalid address: ${address}`, { hint: `${key}: takes name@host, or a list of such` })
  }
  return [...list]
}

async function attachments(task: TaskRun, params: Params): Promise<Mail.Attachment[]> {
  const entries = params.optionalList('attach_files') ?? []
  return Promise.all(entries.map(async (entry) => {
    const file = createParams(asObject(entry, 'attach_files'))
    const path = file.text('path')
    const resolved = (await task.workspace()).resolve(path)
    const content = await readFile(resolved).catch((cause: unknown) => { throw new ConfigError(`File not found: ${path}`, { cause }) })
    return { filename: file.optionalText('filename') ?? basename(path), contentType: file.optionalText('content_type') ?? 'application/octet-stream', content }
  }))
}
