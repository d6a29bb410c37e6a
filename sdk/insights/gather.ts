/** Runs tasks side by side and hands out their results as they come. */
export interface Gatherer<T> {
  /** Adds a task, also while results are being read; not at all where `wanted` is false. */
  add(task: () => Promise<T>, wanted?: boolean): void
  /** Ends when every task has ended; throws what the first failing task threw, after the running ones have ended. */
  results(): AsyncGenerator<T, void, undefined>
}

export function createGatherer<T>(concurrency: number): Gatherer<T> {
  const waiting: (() => Promise<T>)[] = []
  const ready: T[] = []
  let running = 0
  let failure: { readonly error: unknown } | undefined
  let wake: () => void = () => {}

  const pump = (): void => {
    while (running < concurrency && failure === undefined) {
      const task = waiting.shift()
      if (!task) return
      running++
      void task().then((value) => { ready.push(value) }, (error: unknown) => { failure ??= { error } }).finally(() => { running--; pump(); wake() })
    }
  }

  return {
    add(task, wanted = true) {
      if (!wanted) return
      waiting.push(task)
      pump()
    },
    async *results() {
      try {
        for (;;) {
          for (let value = ready.shift(); value !== undefined; value = ready.shift()) yield value
          if (failure && running === 0) throw failure.error
          if (!failure && running === 0 && waiting.length === 0) return
          if (ready.length === 0) await new Promise<void>((resolve) => { wake = resolve })
        }
      } finally {
        // A reader that stops early leaves nothing behind.
        failure ??= { error: undefined }
        waiting.length = 0
      }
    },
  }
}
