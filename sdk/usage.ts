/** Percentages of a limit that are used up, as the headers of an answer say (IG §6). */
export interface Usage {
  /** The highest of call_count, total_time and total_cputime, 0 to 100 and more. */
  readonly percent: number
  /** Minutes until calls are let in again; 0 while they are. */
  readonly regainMinutes: number
}

export interface UsageHeaders {
  /** X-App-Usage: the app's calls for its users in the running hour. */
  readonly app: Usage | undefined
  /** X-Business-Use-Case-Usage, by type (`instagram`, `pages`): the worst of all ids it lists. */
  readonly business: ReadonlyMap<string, Usage>
}

interface Row { readonly type?: unknown, readonly call_count?: unknown, readonly total_time?: unknown, readonly total_cputime?: unknown, readonly estimated_time_to_regain_access?: unknown }

interface Headers { get(name: string): string | null }

/** A reader that parses a header only when its text changed: percentages move seldom. */
export function createUsageReader(): (headers: Headers) => UsageHeaders | undefined {
  let lastApp: string | null = null
  let lastBusiness: string | null = null
  let last: UsageHeaders | undefined
  return (headers) => {
    const app = headers.get('x-app-usage') ?? headers.get('x-page-usage')
    const business = headers.get('x-business-use-case-usage')
    if (app !== lastApp || business !== lastBusiness) {
      last = usageOf(app, business)
      lastApp = app
      lastBusiness = business
    }
    return last
  }
}

/** The two headers as numbers; undefined where there are none. A header that is not what Meta documents counts as absent. */
export function usageOf(app: string | null, business: string | null): UsageHeaders | undefined {
  if (app === null && business === null) return undefined
  const appRow = parsed(app)
  return { app: isObject(appRow) ? usageFrom(appRow) : undefined, business: businessUsage(parsed(business)) }
}

function businessUsage(json: unknown): ReadonlyMap<string, Usage> {
  const worst = new Map<string, Usage>()
  if (!isObject(json)) return worst
  for (const row of Object.values(json).flat() as unknown[]) {
    if (!isObject(row)) continue
    const type = String((row as Row).type ?? 'instagram')
    const usage = usageFrom(row)
    const before = worst.get(type)
    worst.set(type, before ? { percent: Math.max(before.percent, usage.percent), regainMinutes: Math.max(before.regainMinutes, usage.regainMinutes) } : usage)
  }
  return worst
}

function usageFrom(row: Row): Usage {
  return {
    percent: Math.max(numberOf(row.call_count), numberOf(row.total_time), numberOf(row.total_cputime)),
    regainMinutes: numberOf(row.estimated_time_to_regain_access),
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object'
}

function parsed(text: string | null): unknown {
  if (text === null) return undefined
  try { return JSON.parse(text) as unknown } catch { return undefined }
}
