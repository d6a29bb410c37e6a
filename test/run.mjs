#!/usr/bin/env node
// Runs every test file in a process of its own, two at a time, and ends with the counts that uvu's tests reported.
//   node test/run.mjs [TEXT…]        only files whose path contains one of the texts
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const FILE_LIMIT_MS = 600_000
const wanted = process.argv.slice(2)

const files = readdirSync(join(root, 'test'), { recursive: true })
  .filter((name) => name.endsWith('.test.ts')).map((name) => join('test', name)).sort()
  .filter((name) => wanted.length === 0 || wanted.some((text) => name.includes(text)))

const total = { passed: 0, failed: 0, skipped: 0 }

function runFile(file) {
  return new Promise((done) => {
    const started = Date.now()
    const child = spawn(process.execPath, ['--import', 'tsx', file], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' } })
    let output = ''
    child.stdout.on('data', (chunk) => { output += chunk })
    child.stderr.on('data', (chunk) => { output += chunk })
    const limit = setTimeout(() => { output += `\nkilled after ${FILE_LIMIT_MS / 1000} s: something stayed open, or a test hangs\n`; child.kill('SIGKILL') }, FILE_LIMIT_MS)
    child.once('close', (code) => {
      clearTimeout(limit)
      const counts = JSON.parse(/^#counts (.*)$/m.exec(output)?.[1] ?? 'null') ?? { passed: 0, failed: 0, skipped: 0 }
      const ran = counts.passed + counts.failed + counts.skipped
      if (counts.failed === 0 && (code !== 0 || ran === 0)) { counts.failed = 1; output += ran === 0 ? '\nno test ran in this file\n' : `\nexit code ${code}\n` }
      for (const key of Object.keys(total)) total[key] += counts[key]
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      console.log(`${counts.failed ? 'FAIL' : ' ok '} ${relative('test', file)}  ${counts.passed} passed${counts.failed ? `, ${counts.failed} failed` : ''}${counts.skipped ? `, ${counts.skipped} skipped` : ''}  ${seconds} s`)
      if (counts.failed) console.log(output.replace(/^#counts .*$/m, '').trimEnd().split('\n').map((line) => `     ${line}`).join('\n'))
      done()
    })
  })
}

const queue = [...files]
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, async () => {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) await runFile(file)
}))
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
