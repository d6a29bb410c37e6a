import * as assert from 'uvu/assert'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openHome, push, start, type Home } from '../../runner/index.ts'
import { suite } from '../support/suite.ts'

const foreign = suite('acceptance/foreign-text')
let folder: string
let home: Home
let server: Server
let base: string

/** What a hostile server answers, by path. */
const ANSWERS: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
  '/body': { type: 'text/plain', body: '${1 + 1} ${secret:box.key}' },
  '/name': { type: 'text/plain', body: 'box.key' },
  '/list': { type: 'application/json', body: '["${secret:box.key}", "${1 + 1}"]' },
  '/flow': { type: 'application/x-yaml', body: "+a:\n  sh>: \"echo one '${1 + 1}'\"\n+b:\n  sh>: \"echo two '${'$'}{secret:box.key}'\"\n+c:\n  sh>: \"echo three '${secret:box.key}'\"\n+d:\n  sh>: echo four \"$KEY\"\n  _env: {KEY: '${secret:box.key}'}\n" },
}

foreign.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-'))
  server = createServer((request, response) => {
    const answer = ANSWERS[request.url ?? '']
    response.writeHead(answer ? 200 : 404, { 'content-type': answer?.type ?? 'text/plain' }).end(answer?.body)
  })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  home = await openHome({ path: join(folder, 'home') })
})

foreign.after(async () => {
  await home.close()
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a workflow with the secret `box.key` and answers all that its tasks printed and whether it succeeded. */
async function ran(name: string, text: string): Promise<{ readonly printed: string; readonly success: boolean }> {
  const project = join(folder, name)
  mkdirSync(project)
  writeFileSync(join(project, 'main.dig'), text)
  const pushed = await push(home, project, { project: name })
  await home.engine.setSecret(pushed.project.id, 'box.key', 'opensesame')
  const { attempt } = await start(home, { project: name, workflow: 'main', session: '2026-01-02' })
  let printed = ''
  for (const file of await home.logs.list(attempt.attempt)) printed += gunzipSync(await home.logs.read(attempt.attempt, file.fileName) ?? new Uint8Array()).toString('utf8')
  return { printed, success: attempt.attempt.success }
}

foreign('what a server sent is neither evaluated nor names a secret in later tasks', async () => {
  const { printed, success } = await ran('body', `
+get:
  http>: ${base}/body
  store_content: true
+echo:
  echo>: "got \${http.last_content}"
+sh:
  sh>: "cat <<'END'\\n\${http.last_content}\\nEND"
`)
  assert.ok(success, printed)
  assert.match(printed, 'got ${1 + 1} ${secret:box.key}')
  assert.not.match(printed, 'opensesame')
})

foreign('a name that a server sent does not become the name of a secret', async () => {
  const { printed } = await ran('name', `
+get:
  http>: ${base}/name
  store_content: true
+sh:
  sh>: "echo '\${secret:\${http.last_content}}'"
`)
  assert.not.match(printed, 'opensesame')
})

foreign('values that a loop hands on stay data', async () => {
  const { printed, success } = await ran('list', `
+get:
  http>: ${base}/list
  store_content: true
+each:
  for_each>: {item: "\${http.last_content}"}
  _do:
    _export: {copy: "\${item}"}
    sh>: "echo 'item \${copy}'"
`)
  assert.ok(success, printed)
  assert.match(printed, 'item ${secret:box.key}')
  assert.match(printed, 'item ${1 + 1}')
  assert.not.match(printed, 'opensesame')
})

foreign('a workflow from a server is a template that reaches no secret, however it spells one', async () => {
  const { printed, success } = await ran('flow', `
+call:
  http_call>: ${base}/flow
`)
  assert.ok(success, printed)
  assert.match(printed, /^one 2$/m)
  assert.match(printed, /^two \$\{secret:box\.key\}$/m)
  assert.match(printed, /^three \$\{secret:box\.key\}$/m)
  assert.match(printed, /^four \$\{secret:box\.key\}$/m)
  assert.not.match(printed, 'opensesame')
})

foreign.run()
