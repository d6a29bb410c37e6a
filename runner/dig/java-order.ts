const FEWEST_BUCKETS = 16

/** Keys in the order in which a Java HashSet lists them: digdag names unknown keys that way. */
export function inHashOrder(keys: readonly string[]): readonly string[] {
  let buckets = FEWEST_BUCKETS
  while (buckets * 0.75 < keys.length) buckets *= 2
  const bucketOf = (key: string): number => {
    const hash = hashCode(key)
    return (hash ^ (hash >>> 16)) & (buckets - 1)
  }
  return keys.map((key, i) => ({ key, i, bucket: bucketOf(key) })).sort((a, b) => a.bucket - b.bucket || a.i - b.i).map(({ key }) => key)
}

/** Java's `String.hashCode`. */
export function hashCode(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}
