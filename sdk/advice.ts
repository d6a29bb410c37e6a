import type { GraphErrorCode } from './error.ts'

const ADVICE: Readonly<Record<GraphErrorCode, string>> = {
  'unknown-metric': 'Check the name against the catalogue',
  'metric-unsupported': 'Leave the metric out for this kind of media',
  'metric-removed': 'Ask for its replacement',
  'needs-total-value': "Add metric_type: 'total_value'",
  'wrong-period': 'Use a period that the catalogue lists for the metric',
  'wrong-breakdown': 'Use a breakdown that the catalogue lists for the metric, and ask for it alone',
  'window-too-long': 'Slice the window into 30 days, or use fetchUserInsights, which does',
  'window-out-of-range': 'Meta keeps two years (30 days for follower_count) and nothing of the future',
  'unknown-field': 'Leave the field out, or check its spelling and host',
  'invalid-parameter': 'Correct the parameter that the message names',
  'too-much-data': 'Ask for a smaller page or fewer nested fields',
  'wrong-host': "Use the other host: graph.facebook.com goes with Facebook Login, graph.instagram.com with Instagram Login",
  'insecure-url': 'Use https, or set insecureHttp: true if the network is trusted',
  'configuration': 'Correct the option that the message names',
  'token-expired': 'Get a new token; long-lived ones last about 60 days and must be exchanged or refreshed before',
  'token-invalid': 'Get a new token: this one was revoked, cut short, or belongs to another app',
  'permission': 'Grant the app the permission that this call needs, and check the role on the page',
  'not-found': 'Check the id, and that the token may see it',
  'blocked': 'Meta blocked the action for policy reasons; wait and slow down',
  'before-conversion': 'Media posted before the account became professional never has insights; leave it out',
  'carousel-child': 'Ask the album itself: its parts have no insights',
  'too-few-viewers': 'Meta shows story numbers from 5 viewers on; leave it out',
  'not-shared-to-facebook': 'Leave the metric out for media that was not shared to Facebook',
  'hashtag-limit': 'An account may search 30 hashtags in 7 days; wait or search one of those again',
  'throttled': 'Wait until the limit is regained; calling earlier prolongs it',
  'unavailable': 'Try again later',
  'unknown': 'Try again; if a breakdown was asked for, check that the metric has it',
  'network': 'Check the connection',
  'timeout': 'Try again, raise timeoutMs, or ask for less',
  'aborted': '',
  'bad-answer': 'Something between here and Meta answered in its place; check the base URL and proxies',
}

/** What to do about an error, in plain English; empty where there is nothing to do. */
export function adviceFor(code: GraphErrorCode): string {
  return ADVICE[code]
}
