import { readAsOf } from './clock.ts'
import type { TokenRecord, TokenStore } from './tokens.ts'
import type { Account } from './world/account.ts'

/** What a scenario says of a token that the sandbox has from the start. */
export interface TokenPlan {
  /** A date, which means noon UTC, an ISO 8601 instant, or `never`. */
  readonly expires?: string | undefined
  /** From the sandbox's start; a negative number is in the past. */
  readonly expiresInDays?: number | undefined
  readonly issued?: string | undefined
  /** These permissions alone. */
  readonly scopes?: readonly string[] | undefined
  /** All permissions but these. */
  readonly without?: readonly string[] | undefined
  /** The subcode with which it answers 190, whatever its age. */
  readonly revoked?: number | undefined
}

/** Tokens of the person, and of the accounts in their order. */
export interface TokenPlans {
  readonly facebook?: TokenPlan | undefined
  readonly systemUser?: TokenPlan | undefined
  readonly accounts: readonly { readonly pageToken?: TokenPlan | undefined, readonly instagramToken?: TokenPlan | undefined }[]
}

const DAY_MS = 86_400_000

/** Makes the first tokens what the scenario says they are. A page's token can do no more than the person who got it, unless it is described itself. */
export function applyTokenPlans(store: TokenStore, plans: TokenPlans, accounts: readonly Account[], now: number): void {
  const { tokens } = store
  const apply = (token: string | undefined, plan: TokenPlan | undefined) => { if (token !== undefined && plan !== undefined) store.change(token, changeOf(store.find(token), plan, now)) }
  apply(tokens.facebook, plans.facebook)
  apply(tokens.systemUser, plans.systemUser)
  const inherited: TokenPlan = { scopes: plans.facebook?.scopes, without: plans.facebook?.without }
  accounts.forEach((account, i) => {
    apply(tokens.pages[account.page.name], plans.accounts[i]?.pageToken ?? inherited)
    if (account.linked) apply(tokens.instagramByUsername[account.username], plans.accounts[i]?.instagramToken)
  })
}

function changeOf(record: TokenRecord | undefined, plan: TokenPlan, now: number): Partial<TokenRecord> {
  const { expires, expiresInDays, issued, scopes, without, revoked } = plan
  const expiresAt = expires === 'never' ? 0 : expires !== undefined ? readAsOf(expires) : expiresInDays !== undefined ? now + expiresInDays * DAY_MS : undefined
  const allowed = scopes ?? (without === undefined ? undefined : record?.scopes.filter((scope) => !without.includes(scope)))
  return {
    ...(expiresAt === undefined ? {} : { expiresAt }), ...(issued === undefined ? {} : { issuedAt: readAsOf(issued) }),
    ...(allowed === undefined ? {} : { scopes: allowed }), ...(revoked === undefined ? {} : { revoked }),
  }
}
