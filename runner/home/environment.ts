/** Names that scripts do not inherit: ours, keys of Treasure Data, and digdag's configuration (issue: "Secrets reach nothing"). */
const KEPT_BACK = /^(TROWEL_.*|TD_.*API.*KEY.*|TD_API_KEY|DIGDAG_CONFIG)$/i

/** The environment that a task's process inherits. */
export const scriptEnvironment = (environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && !KEPT_BACK.test(entry[0])))
