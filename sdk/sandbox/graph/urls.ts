import { digits, hashText, mix, opaque } from '../world/hash.ts'
import type { Context } from './context.ts'

const HOUR_MS = 3_600_000
/** How long Meta's signed media addresses live (IG §2.8: about 32 hours). */
const SIGNED_MS = 32 * HOUR_MS
/** Where Meta keeps files. A client that reached the sandbox by its own address finds them there instead. */
const CDN = 'https://scontent.cdninstagram.com'
const META = /^https?:\/\/graph\.(?:facebook|instagram)\.com$/i

/** A signed, expiring address with Meta's volatile parameters; the same within an hour. */
export const imageUrl = (context: Context, key: number, number: number) => signed(context, key, number, 'jpg', '/v/t51.2885-15')
export const videoUrl = (context: Context, key: number, number: number) => signed(context, key, number, 'mp4', '/o1/v/t16/f1/m82')

function signed(context: Context, key: number, number: number, kind: string, folder: string): string {
  const hour = Math.floor(context.now / HOUR_MS)
  const oe = Math.floor((hour * HOUR_MS + SIGNED_MS) / 1000).toString(16).toUpperCase()
  const path = `${folder}/${digits(mix(key, number, 71), 9)}_${digits(mix(key, number, 72), 10)}_n.${kind}`
  const query = `_nc_cat=${100 + (mix(key, number) % 12)}&ccb=1-7&_nc_sid=18de74&_nc_rid=${mix(key, number, hour, 73).toString(16)}&_nc_ht=scontent.cdninstagram.com&oh=${signature(context.world.seed, path, oe)}&oe=${oe}`
  return `${META.test(context.base) ? CDN : context.base}${path}?${query}`
}

/** What an address must carry as `oh` for its path and its end. */
export const signature = (seed: number, path: string, oe: string) => `00_Af${opaque(mix(seed, hashText(path)), oe, 38)}`

const CODE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The short code in a permalink: the id in base 64, as Instagram writes it. */
export function shortcode(id: string): string {
  let value = BigInt(id)
  let code = ''
  for (; value > 0n; value /= 64n) code = CODE.charAt(Number(value % 64n)) + code
  return code
}
