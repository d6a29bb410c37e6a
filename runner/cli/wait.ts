import { RunnerError } from '../model/error.ts'
import type { Context } from './context.ts'

/** Waits by the command's clock; Ctrl-C ends it. @throws RunnerError `interrupted` */
export const waitFor = (context: Pick<Context, 'clock' | 'signal'>, ms: number): Promise<void> => new Promise((resolve, reject) => {
  const interrupted = (): void => { cancel(); reject(new RunnerError('interrupted', 'interrupted')) }
  if (context.signal.aborted) { reject(new RunnerError('interrupted', 'interrupted')); return }
  const cancel = context.clock.after(ms, () => { context.signal.removeEventListener('abort', interrupted); resolve() })
  context.signal.addEventListener('abort', interrupted, { once: true })
})
