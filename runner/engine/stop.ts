/** An abort signal that is made when somebody looks at it: making one costs more than a small task. */
export interface Stop {
  abort(): void
  aborted(): boolean
  signal(): AbortSignal
}

export function createStop(): Stop {
  let controller: AbortController | undefined
  let aborted = false
  return {
    abort: () => { aborted = true; controller?.abort() },
    aborted: () => aborted,
    signal: () => {
      controller ??= new AbortController()
      if (aborted) controller.abort()
      return controller.signal
    },
  }
}
