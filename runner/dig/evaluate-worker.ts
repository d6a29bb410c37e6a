import { parentPort, workerData } from 'node:worker_threads'
import { createSandbox, type SandboxLimits, type SandboxRequest } from './evaluate-sandbox.ts'

// The thread in which a server evaluates expressions: one request at a time, answered in order.
const port = parentPort
if (port === null) throw new Error('this file is the body of a worker thread')
const sandbox = await createSandbox(workerData as SandboxLimits)
port.on('message', (request: SandboxRequest) => {
  void sandbox.run(request).then(
    (answer) => port.postMessage({ answer }),
    (error: unknown) => port.postMessage({ failure: error instanceof Error ? error.message : String(error) }),
  )
})
port.postMessage({ ready: true })
