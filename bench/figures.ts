/** What a claim is judged by: `atMost` or `atLeast`; none for a figure that only informs. */
export interface Bound { readonly atMost?: number, readonly atLeast?: number }

export interface Report {
  /** Prints a line: what, how much, the bound, and whether it is kept. */
  figure(name: string, value: number, unit: string, bound?: Bound): void
  note(text: string): void
}

export interface Tally extends Report { readonly missed: () => readonly string[] }

export function createReport(print: (line: string) => void): Tally {
  const missed: string[] = []
  return {
    figure: (name, value, unit, bound) => {
      const kept = isKept(value, bound)
      if (!kept) missed.push(name)
      const limit = bound === undefined ? '' : bound.atMost === undefined ? `at least ${bound.atLeast}` : `at most ${bound.atMost}`
      print(`${name.padEnd(66)} ${`${shown(value)} ${unit}`.padStart(18)}  ${limit.padEnd(16)} ${bound === undefined ? '' : kept ? 'ok' : 'OVER'}`.trimEnd())
    },
    note: (text) => print(`  ${text}`),
    missed: () => missed,
  }
}

const isKept = (value: number, bound: Bound = {}): boolean => value <= (bound.atMost ?? Infinity) && value >= (bound.atLeast ?? -Infinity)

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value >= 100 ? value.toFixed(0) : value.toPrecision(3))

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (sorted.length - 1) / 2
  return ((sorted[Math.floor(at)] ?? Number.NaN) + (sorted[Math.ceil(at)] ?? Number.NaN)) / 2
}
