import type { Fault } from './faults.ts'
import type { LimitOptions } from './limits.ts'
import type { TokenPlan } from './token-plans.ts'
import type { AccountPlan } from './world/account.ts'

/** What a scenario file describes; every part may be left out. */
export interface Scenario {
  readonly seed?: string | number | undefined
  readonly asOf?: string | undefined
  readonly strictPages?: boolean | undefined
  readonly latencyMs?: number | undefined
  readonly limits?: LimitOptions | undefined
  readonly tokens?: { readonly facebook?: TokenPlan | undefined, readonly systemUser?: TokenPlan | undefined } | undefined
  readonly accounts?: readonly ScenarioAccount[] | undefined
  readonly faults?: readonly Fault[] | undefined
}

export interface ScenarioAccount extends AccountPlan {
  /** So many accounts like this one, with a number behind the page's name. */
  readonly repeat?: number | undefined
  /** The token of the page. */
  readonly pageToken?: TokenPlan | undefined
  /** The Instagram Login token of the account. */
  readonly instagramToken?: TokenPlan | undefined
}

/** One account for each that `repeat` asks for. */
export function spreadAccount({ repeat, ...plan }: ScenarioAccount): readonly ScenarioAccount[] {
  if (repeat === undefined) return [plan]
  return Array.from({ length: repeat }, (_, i) => ({ ...plan, page: `${plan.page} ${i + 1}`, ...(plan.username === undefined ? {} : { username: `${plan.username}${i + 1}` }) }))
}
