/** Reads several sources side by side, at most `atOnce` at a time, and hands out what comes first. Who stops reading stops them all. */
export async function* merged<T>(sources: readonly (() => AsyncIterable<T>)[], atOnce: number): AsyncGenerator<T, void, undefined> {
  const waiting = [...sources]
  const running = new Map<AsyncIterator<T>, Promise<{ readonly from: AsyncIterator<T>; readonly result: IteratorResult<T> }>>()
  const advance = (from: AsyncIterator<T>): void => { running.set(from, from.next().then((result) => ({ from, result }))) }
  const begin = (): void => {
    for (let source = waiting.shift(); source !== undefined; source = running.size < atOnce ? waiting.shift() : undefined) advance(source()[Symbol.asyncIterator]())
  }
  try {
    if (sources.length > 0) begin()
    while (running.size > 0) {
      const { from, result } = await Promise.race(running.values())
      running.delete(from)
      if (result.done) { if (running.size < atOnce) begin() } else {
        advance(from)
        yield result.value
      }
    }
  } finally {
    for (const [from, pending] of running) {
      pending.catch(() => undefined)
      void from.return?.().catch(() => undefined)
    }
  }
}
