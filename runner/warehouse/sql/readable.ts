const PARTS: readonly (readonly [string, number])[] = [['week', 604_800], ['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]]

/** `1 hour, 1 minute, 1 second`, as Trino's human_readable_seconds. */
export function readableSeconds(value: number): string {
  let rest = Math.round(Math.abs(value))
  const words = PARTS.flatMap(([name, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`]
  })
  return words.length === 0 ? '0 seconds' : words.join(', ')
}

/** `123K`, `1.23M`: three digits and a letter for the thousands, as Trino's format_number. */
export function shortNumber(value: number): string {
  const units = ['', 'K', 'M', 'B', 'T', 'Q']
  let [size, unit] = [Math.abs(value), 0]
  for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1000
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2
  const text = (Math.floor(size * 10 ** digits + 0.5) / 10 ** digits).toFixed(digits).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros))
  return `${value < 0 ? '-' : ''}${text}${units[unit]}`
}
