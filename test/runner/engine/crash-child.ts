import { spawn } from 'node:child_process'
import type { Operator } from '../../../runner/model/operator.ts'
import type { TriggerPoint } from '../../../runner/engine/ports.ts'
import { openBench } from './support.ts'

// Drives an attempt of a store in a file, and is killed at the n-th time it comes to a point:
// crash-child.ts STORE ATTEMPT POINT N
const [storePath = '', attemptId = '', point = '', count = '0'] = process.argv.slice(2)

/** Starts a process group that outlives its starter, as a script would. */
const child: Operator = {
  type: 'child', retries: false,
  run: async (task) => {
    const started = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
    started.unref()
    task.services.recordProcess(started.pid ?? 0)
    console.log(`child ${started.pid ?? 0}`)
    await new Promise((resolve) => setTimeout(resolve, 60_000))
    return { kind: 'success' }
  },
}

let left = Number(count)
const bench = await openBench({
  storePath, operatorsMore: [child],
  trigger: (at: TriggerPoint) => { if (at === point && --left === 0) process.kill(process.pid, 'SIGKILL') },
})
console.log('started')
await bench.engine.runAttempt(Number(attemptId))
await bench.close()
