import type { Limiter } from './limiter.ts'

/** Limiters by what Meta limits: one app with one user on one host. Held weakly: they go when the last client goes. */
const limiters = new Map<string, WeakRef<Limiter>>()

/** The limiter that every client of this key shares. */
export function sharedLimiter(key: string, create: () => Limiter): Limiter {
  const known = limiters.get(key)?.deref()
  if (known) return known
  const limiter = create()
  limiters.set(key, new WeakRef(limiter))
  for (const [other, ref] of limiters) if (!ref.deref()) limiters.delete(other)
  return limiter
}
