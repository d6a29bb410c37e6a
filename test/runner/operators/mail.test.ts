import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import type { JsonObject } from '../../../runner/model/json.ts'
import { mail } from '../../../runner/operators/mail.ts'
import { suite } from '../../support/suite.ts'
import { failureOf, makeTaskRun, type MakeOptions } from '../../support/task-run.ts'

const mails = suite('mail>')
const PLAIN = { to: 'you@example.com', from: 'me@example.com', subject: 'Report' }

/** Runs a task without an SMTP server and reads what lies in the outbox. */
async function mailed(params: JsonObject, options: MakeOptions = {}, files: Readonly<Record<string, string>> = {}): Promise<{ readonly text: string; readonly lines: readonly string[]; readonly mode: number }> {
  const made = await makeTaskRun(params, options)
  try {
    await mkdir(join(made.project, 'out'))
    for (const [name, content] of Object.entries(files)) await writeFile(join(made.project, name), content)
    await mail.run(made.task)
    const [name = ''] = await readdir(made.outbox)
    const path = join(made.outbox, name)
    assert.match(name, /^20260102T030405Z-3-7\.eml$/)
    return { text: await readFile(path, 'utf8'), lines: made.lines, mode: (await stat(path)).mode & 0o777 }
  } finally { await made.remove() }
}

mails('without an SMTP server the mail is written to the outbox, privately, and the log says so', async () => {
  const { text, lines, mode } = await mailed({ ...PLAIN, to: ['a@example.com', 'B <b@example.com>'], cc: 'c@example.com', body: 'grüße' })
  assert.match(text, /^From: me@example\.com\r\n/m)
  assert.match(text, /^Sender: me@example\.com\r\n/m)
  assert.match(text, /^To: a@example\.com, B <b@example\.com>\r\n/m)
  assert.match(text, /^Cc: c@example\.com\r\n/m)
  assert.match(text, /^Subject: Report\r\n/m)
  assert.match(text, /Content-Type: text\/plain; charset=utf-8/)
  assert.match(lines.join('\n'), /^warn No SMTP server is set up \(mail\.host\): the mail is kept in .*\.eml$/)
  assert.is(mode, 0o600)
})

mails('the body is a template file, data or a parameter, as text or HTML', async () => {
  const options = { evaluate: (text: string) => text.replace('${who}', 'world') }
  assert.match((await mailed({ ...PLAIN, _command: 'body.txt' }, options, { 'body.txt': 'hello ${who}' })).text, /hello world/)
  assert.match((await mailed({ ...PLAIN, _command: { data: 'given here' } })).text, /given here/)
  assert.match((await mailed({ mail: { ...PLAIN, html: true }, body: '<b>x</b>' })).text, /Content-Type: text\/html; charset=utf-8[^]*<b>x<\/b>/)
})

mails('files of the project are attached under their names', async () => {
  const { text } = await mailed({ ...PLAIN, body: 'x', attach_files: [{ path: 'out/a.csv', content_type: 'text/csv' }, { path: 'out/a.csv', filename: 'b.bin' }] }, {}, { 'out/a.csv': '1,2\r\n' })
  assert.match(text, /Content-Type: text\/csv; name=a\.csv\r\n/)
  assert.match(text, /Content-Type: application\/octet-stream; name=b\.bin\r\n/)
  assert.match(text, Buffer.from('1,2\r\n').toString('base64'))
})

mails('what is missing or wrong is named, and no file outside of the project is attached', async () => {
  const fails = async (params: JsonObject, options: MakeOptions = {}) => (await failureOf(mail, params, options)).message
  assert.is(await fails({ to: 'a@b', from: 'c@d', body: 'x' }), "Parameter 'subject' is required but not set")
  assert.is(await fails({ to: 'a@b', subject: 's', body: 'x' }), "Parameter 'from' is required but not set")
  assert.is(await fails({ from: 'a@b', subject: 's', body: 'x' }), "Parameter 'to' is required but not set")
  assert.is(await fails(PLAIN), "Parameter 'body' is required but not set")
  assert.is(await fails({ ...PLAIN, to: 'not an address', body: 'x' }), 'Invalid address: not an address')
  assert.is(await fails({ ...PLAIN, to: 'a@b\r\nBcc: evil@example.com', body: 'x' }), 'Invalid address: a@b\r\nBcc: evil@example.com')
  assert.match(await fails({ ...PLAIN, body: 'x', attach_files: [{ path: '../secret' }] }), /^File name must not be outside of project path/)
  assert.is(await fails({ ...PLAIN, body: 'x', attach_files: [{ path: 'none' }] }), 'File not found: none')
  assert.is(await fails({ ...PLAIN, _command: 'none.txt' }), 'File not found: none.txt')
  assert.is(await fails({ ...PLAIN, body: 'x', host: 'h' }), "Parameter 'port' is required but not set")
})

mails('subject and sender come from the configuration when the task has none', async () => {
  const { text } = await mailed({ to: 'a@example.com', body: 'x' }, { settings: { 'config.mail.from': 'conf@example.com', 'config.mail.subject': 'From the file' } })
  assert.match(text, /^From: conf@example\.com\r\n[^]*^Subject: From the file\r\n/m)
})

/** A small SMTP server that takes everything and keeps the dialogue. */
async function smtp<T>(work: (port: number, said: readonly string[]) => Promise<T>): Promise<T> {
  const said: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let data = false
    socket.write('220 test\r\n')
    socket.on('error', () => undefined).on('data', (chunk) => {
      for (const line of chunk.toString('utf8').split('\r\n').filter((text) => text !== '')) {
        said.push(line)
        if (data) { if (line === '.') { data = false; socket.write('250 kept\r\n') } continue }
        if (line.startsWith('EHLO')) socket.write('250-test\r\n250 AUTH PLAIN\r\n')
        else if (line === 'DATA') { data = true; socket.write('354 go\r\n') } else socket.write(line.startsWith('AUTH') ? '235 in\r\n' : '250 ok\r\n')
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try { return await work((server.address() as AddressInfo).port, said) } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  }
}

mails('with an SMTP server of the task the mail is sent, signed in by secrets alone', () => smtp(async (port, said) => {
  const made = await makeTaskRun({ ...PLAIN, bcc: 'hidden@example.com', body: 'hello there', host: '127.0.0.1', port, tls: false, username: 'ann', password: 'ignored' }, { secrets: { 'mail.password': 's3cret' } })
  await mail.run(made.task)
  await made.remove()
  assert.ok(said.includes(`AUTH PLAIN ${Buffer.from('\0ann\0s3cret').toString('base64')}`))
  assert.ok(said.includes('RCPT TO:<hidden@example.com>'))
  assert.ok(said.includes('hello there'))
  assert.not.ok(said.some((line) => line.startsWith('Bcc')))
  assert.match(made.lines.join('\n'), "The parameter 'password' is ignored")
}))

mails('an SMTP server that is not there fails the task without its password in the message', async () => {
  const failure = await failureOf(mail, { ...PLAIN, body: 'x' }, { secrets: { 'mail.host': '127.0.0.1', 'mail.port': '1', 'mail.tls': 'false', 'mail.username': 'u', 'mail.password': 's3cret' } })
  assert.match(failure.message, /^Sending the mail failed: /)
  assert.not.match(failure.message, 's3cret')
})

mails.run()
