/** Runs at most so many works at once, in the order in which they came. */
export function createPool(size: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  const next = (): void => {
    while (running < size && waiting.length > 0) { running++; waiting.shift()?.() }
  }
  return (work) => new Promise((resolve, reject) => {
    waiting.push(() => { work().then(resolve, reject).finally(() => { running--; next() }) })
    next()
  })
}
