import { suite as uvuSuite } from 'uvu'
import { writeSync } from 'node:fs'

/**
 * uvu's `suite`, made strict: a throwing hook, a suite that was never run, a repeated title and a test that never
 * settles all fail the file (plain uvu passes over the first three in silence and hangs on the last).
 * The counts go to `test/run.mjs`, which adds them up.
 */
export interface Suite {
  (title: string, body: () => unknown | Promise<unknown>, options?: { readonly limitMs?: number }): void
  /** Leaves a test out, with the reason; it is counted as skipped. */
  skip(title: string, reason: string): void
  before(hook: () => unknown): void
  after(hook: () => unknown): void
  each: { before(hook: () => unknown): void; after(hook: () => unknown): void }
  run(): void
}

const DEFAULT_LIMIT_MS = 60_000
const counts = { passed: 0, failed: 0, skipped: 0 }
const titles = new Set<string>()
const waiting = new Set<string>()

export function suite(name: string): Suite {
  const inner = uvuSuite(name)
  const failHook = (kind: string, hook: () => unknown) => async () => {
    try { await hook() } catch (error) {
      counts.failed++
      process.exitCode = 1
      console.error(`FAIL hook "${kind}" of "${name}"`, error)
      throw error
    }
  }
  const test = (title: string, body: () => unknown, options: { readonly limitMs?: number } = {}) => {
    const full = `${name} › ${title}`
    if (titles.has(full)) throw new Error(`two tests share the title "${full}"`)
    titles.add(full)
    waiting.add(full)
    inner(title, async () => {
      waiting.delete(full)
      try { await limited(full, body, options.limitMs ?? DEFAULT_LIMIT_MS); counts.passed++ } catch (error) { counts.failed++; throw error }
    })
  }
  return Object.assign(test, {
    skip: (title: string, reason: string) => { counts.skipped++; console.log(`skipped: ${name} › ${title} (${reason})`) },
    before: (hook: () => unknown) => inner.before(failHook('before', hook)),
    after: (hook: () => unknown) => inner.after(failHook('after', hook)),
    each: {
      before: (hook: () => unknown) => inner.before.each(failHook('before each', hook)),
      after: (hook: () => unknown) => inner.after.each(failHook('after each', hook)),
    },
    run: () => inner.run(),
  })
}

async function limited(title: string, body: () => unknown, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error(`"${title}" did not end within ${limitMs} ms`)), limitMs) })
  try { await Promise.race([Promise.resolve().then(body), late]) } finally { clearTimeout(timer) }
}

process.once('exit', () => {
  if (waiting.size > 0) {
    counts.failed += waiting.size
    process.exitCode = 1
    console.error(`never ran: ${[...waiting].join(' | ')}`)
  }
  writeSync(1, `\n#counts ${JSON.stringify(counts)}\n`)
})
