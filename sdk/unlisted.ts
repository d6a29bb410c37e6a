export declare const unlistedName: unique symbol

/** A name that the catalogue does not know, sent as it is. */
export type Unlisted<N extends string = string> = N & { readonly [unlistedName]: N }

/** Lets a field, metric, period, breakdown or version through that the types do not know yet, such as one Meta added after this release. */
export function unlisted<const N extends string>(name: N): Unlisted<N> {
  return name as Unlisted<N>
}
