import { GraphError } from './error.ts'

/** Lowercase hexadecimal HMAC-SHA256 of a message. */
export type Hmac = (key: string, message: string) => string | Promise<string>

interface Subtle {
  importKey(format: 'raw', key: Uint8Array, algorithm: { readonly name: 'HMAC', readonly hash: 'SHA-256' }, extractable: false, usages: readonly ['sign']): Promise<unknown>
  sign(algorithm: 'HMAC', key: unknown, data: Uint8Array): Promise<ArrayBuffer>
}

/** By the platform's WebCrypto. */
export const webHmac: Hmac = async (key, message) => {
  const subtle = (globalThis as { readonly crypto?: { readonly subtle?: unknown } }).crypto?.subtle as Subtle | undefined
  if (!subtle) throw new GraphError('this platform has no WebCrypto, so appsecret_proof cannot be made: hand in hmac', { code: 'configuration' })
  const encoder = new TextEncoder()
  const imported = await subtle.importKey('raw', encoder.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = new Uint8Array(await subtle.sign('HMAC', imported, encoder.encode(message)))
  return [...signature].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Proves for each token that the caller knows the app's secret; each token is signed once. */
export function createProver(appSecret: string, hmac: Hmac): (token: string) => string | Promise<string> {
  const proofs = new Map<string, string>()
  return (token) => proofs.get(token) ?? signed(token)

  async function signed(token: string): Promise<string> {
    const proof = await hmac(appSecret, token)
    proofs.set(token, proof)
    return proof
  }
}
