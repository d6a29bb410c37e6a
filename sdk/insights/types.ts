import type { Host, Period } from '../generated/catalogue.ts'
import type { InsightTotal, InsightValue, MetricType } from '../generated/entities.ts'
import type { ExpiredVersions, MediaMetricRules, UserMetricRules } from '../generated/metric-rules.ts'
import type { CallOptions } from '../options.ts'
import type { Unlisted, unlistedName } from '../unlisted.ts'

/** Any string; the intersection keeps an editor offering the known ones. */
type AnyName = string & {}

/** Unix seconds, a date, or what Meta's parser takes: `YYYY-MM-DD`, ISO 8601. */
export type When = number | string | Date

/** A metric of an account, or any name. */
export type UserMetricName = Living<UserMetricRules> | AnyName
/** A metric of a media, or any name. */
export type MediaMetricName = Living<MediaMetricRules> | AnyName

/** Names worth offering: those that no version answers any more are left out. */
type Living<Rules> = { readonly [M in keyof Rules]: Rules[M] extends { readonly gone: string } ? never : M }[keyof Rules]

/** What a call for user insights may say. The compiler checks the combination against the catalogue; strings it cannot see are let through. */
export interface UserInsightsQuery {
  readonly metric: readonly UserMetricName[]
  readonly period: Period | AnyName
  /** `time_series` where it is left out. */
  readonly metric_type?: MetricType | AnyName | undefined
  /** Needs `metric_type: 'total_value'`. */
  readonly breakdown?: UserBreakdown | AnyName | readonly (UserBreakdown | AnyName)[] | undefined
  /** For demographics of accounts that were reached or engaged. */
  readonly timeframe?: 'this_month' | 'this_week' | AnyName | undefined
  /** Inclusive: buckets whose end_time is not before it. */
  readonly since?: When | undefined
  /** Inclusive; at most 30 days after `since`. */
  readonly until?: When | undefined
}

export interface MediaInsightsQuery {
  readonly metric: readonly MediaMetricName[]
  /** `profile_activity` and `navigation` have one each. */
  readonly breakdown?: MediaBreakdown | AnyName | readonly (MediaBreakdown | AnyName)[] | undefined
  /** Meta answers `lifetime` whatever is asked for. */
  readonly period?: Period | AnyName | undefined
}

type UserBreakdown = 'age' | 'city' | 'contact_button_type' | 'country' | 'follow_type' | 'gender' | 'media_product_type'
type MediaBreakdown = 'action_type' | 'story_navigation_action_type'

interface Insight { readonly name: string, readonly period: string, readonly title: string, readonly description: string, readonly id: string }

/** A metric as a series of days, or rolling weeks and 28 days. */
export interface SeriesInsight<V = number> extends Insight { readonly values: readonly SeriesValue<V>[] }

export interface SeriesValue<V = number> {
  readonly value: V
  /** Cut-off of the bucket: midnight US Pacific, such as 2026-10-02T07:00:00+0000. */
  readonly end_time: string
}

/** A metric as one number, or broken down. `total_value` is missing where Meta answered none. */
export interface TotalInsight extends Insight { readonly total_value?: InsightTotal }

/** A media metric: `values` has one element; `total_value` comes with a breakdown. */
export interface MediaMetricInsight extends Insight { readonly values: readonly { readonly value: number }[], readonly total_value?: InsightTotal }

/** A metric that the types do not know. */
export interface UnlistedInsight extends Insight { readonly values?: readonly InsightValue[], readonly total_value?: InsightTotal }

/** Insights by metric. A metric without data is missing: empty is not zero. */
export type UserInsightsAnswer<Q extends UserInsightsQuery> = UserByMetric<NamesIn<Q['metric']>, Q extends { readonly metric_type: 'total_value' } ? true : false>
export type MediaInsightsAnswer<Q extends MediaInsightsQuery> = { readonly [M in keyof MediaMetricRules as M extends NamesIn<Q['metric']> ? M : never]?: MediaMetricInsight } & OtherMetrics<Exclude<NamesIn<Q['metric']>, keyof MediaMetricRules>>

/** Mapped over the rules, so that a metric's description and `@deprecated` show where its answer is read. */
type UserByMetric<Names extends string, Total extends boolean> = {
  readonly [M in keyof UserMetricRules as M extends Names ? M : never]?: Total extends true ? TotalInsight : UserMetricRules[M] extends { readonly value: infer V } ? SeriesInsight<V> : SeriesInsight
} & OtherMetrics<Exclude<Names, keyof UserMetricRules>>

type OtherMetrics<Names extends string> = { readonly [M in Names]?: UnlistedInsight }

export type UserInsightsCall<H extends Host, V extends string> = <const Q extends UserInsightsQuery>(query: CheckedUserQuery<Q, H, V>, options?: CallOptions) => Promise<UserInsightsAnswer<Q>>
export type MediaInsightsCall<H extends Host, V extends string, K extends string> = <const Q extends MediaInsightsQuery>(query: CheckedMediaQuery<Q, H, V, K>, options?: CallOptions) => Promise<MediaInsightsAnswer<Q>>

type NameOf<M> = M extends { readonly [unlistedName]: infer N extends string } ? N : M & string
export type NamesIn<M extends readonly string[]> = NameOf<M[number]>
type Items<B> = B extends readonly (infer I)[] ? I : B extends string ? B : never

/** A string the compiler knows nothing of: computed at run time, or let through by `unlisted`. */
type Unseen<T> = [T] extends [never] ? true : T extends Unlisted ? true : string extends T ? true : false

export type CheckedUserQuery<Q extends UserInsightsQuery, H extends Host, V extends string> = {
  readonly [P in keyof Q]: P extends 'metric' ? UserMetricChecks<Q['metric'], Q, H, V> : P extends keyof UserInsightsQuery ? Q[P] : `${P & string} is not a parameter of user insights`
}

type FormName<Q> = Q extends { readonly metric_type: infer T } ? T extends 'default' ? 'time_series' : T : 'time_series'

type UserMetricChecks<L extends readonly string[], Q extends UserInsightsQuery, H extends Host, V extends string> = Uncheckable<L> extends true ? L : L extends readonly [] ? 'name at least one metric' : { readonly [I in keyof L]: UserMetricCheck<L[I], Q, H, V> }
export type MediaMetricChecks<L extends readonly string[], Q extends MediaInsightsQuery, H extends Host, V extends string, K extends string> = Uncheckable<L> extends true ? L : L extends readonly [] ? 'name at least one metric' : { readonly [I in keyof L]: MediaMetricCheck<L[I], Q, H, V, K> }

/** A list made at run time, or none at all: where something else is wrong, the compiler should say that. */
type Uncheckable<L extends readonly string[]> = number extends L['length'] ? string extends L[number] ? true : false : false

type UserMetricCheck<M extends string, Q extends UserInsightsQuery, H extends Host, V extends string> =
  Unseen<M> extends true ? M
    : V extends keyof ExpiredVersions ? ExpiredVersions[V]
      : M extends keyof UserMetricRules ? FormCheck<M, UserMetricRules[M], FormName<Q>, Q, H>
        : `${M} is not a user metric of the catalogue; if Meta added it since, write unlisted('${M}')`

type FormCheck<M extends string, R, T, Q extends UserInsightsQuery, H> =
  R extends { readonly gone: infer G } ? G
    : Unseen<T> extends true ? M
      : T extends keyof R ? FormRuleCheck<M, R[T], T & string, Q, H>
        : `metric_type is 'time_series' or 'total_value'`

type FormRuleCheck<M extends string, F, T extends string, Q extends UserInsightsQuery, H> =
  F extends { readonly gone: infer G } ? G
    : F extends { readonly host: infer FH, readonly period: infer P, readonly periods: infer PS extends string, readonly breakdown: infer B, readonly breakdowns: infer BS extends string }
      ? [H] extends [FH]
        ? PeriodFits<Q['period'], P> extends true
          ? BreakdownFits<Q['breakdown'], B> extends true
            ? TimeframeCheck<M, F, Q>
            : BS extends '' ? `${M} as ${T} has no breakdown` : `${M} as ${T} is broken down by ${BS} only`
          : `${M} as ${T} takes the period ${PS} only`
        : `${M} as ${T} is served on graph.${FH & string}.com only`
      : never

type PeriodFits<P, Allowed> = Unseen<P> extends true ? true : [P] extends [Allowed] ? true : false
type BreakdownFits<B, Allowed> = [B] extends [undefined] ? true : Unseen<Items<B>> extends true ? true : [Exclude<Items<B>, Unlisted>] extends [Allowed] ? true : false

type TimeframeCheck<M, F, Q extends UserInsightsQuery> =
  Q extends { readonly timeframe: infer T extends string }
    ? Unseen<T> extends true ? M
      : F extends { readonly timeframe: infer A, readonly timeframes: infer TS extends string } ? [T] extends [A] ? M : `${M & string} takes the timeframe ${TS} only`
        : `${M & string} has no timeframe`
    : M

export type CheckedMediaQuery<Q extends MediaInsightsQuery, H extends Host, V extends string, K extends string> = {
  readonly [P in keyof Q]: P extends 'metric' ? MediaMetricChecks<Q['metric'], Q, H, V, K> : P extends keyof MediaInsightsQuery ? Q[P] : `${P & string} is not a parameter of media insights`
}

type MediaMetricCheck<M extends string, Q extends MediaInsightsQuery, H extends Host, V extends string, K extends string> =
  Unseen<M> extends true ? M
    : V extends keyof ExpiredVersions ? ExpiredVersions[V]
      : M extends keyof MediaMetricRules ? MediaRuleCheck<M, MediaMetricRules[M], Q, H, V, K>
        : `${M} is not a media metric of the catalogue; if Meta added it since, write unlisted('${M}')`

type MediaRuleCheck<M extends string, R, Q extends MediaInsightsQuery, H, V extends string, K extends string> =
  R extends { readonly gone: infer G } ? G
    : VersionFits<R, V> extends false ? R extends { readonly later: infer L } ? L : never
      : R extends { readonly host: infer RH, readonly kind: infer RK, readonly kinds: infer KS extends string, readonly breakdown: infer B, readonly breakdowns: infer BS extends string }
        ? [H] extends [RH]
          ? KindFits<K, RK> extends true
            ? BreakdownFits<Q['breakdown'], B> extends true ? M
              : BS extends '' ? `${M} has no breakdown` : `${M} is broken down by ${BS} only`
            : `${M} is not answered for ${K}, only for ${KS}`
          : `${M} is served on graph.${RH & string}.com only`
        : never

type VersionFits<R, V extends string> = R extends { readonly versions: infer A } ? Unseen<V> extends true ? true : [V] extends [A] ? true : false : true
type KindFits<K extends string, Allowed> = Unseen<K> extends true ? true : [K] extends [Allowed] ? true : [Allowed] extends [never] ? true : false
