import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../model/clock.ts'
import { RunnerError } from '../model/error.ts'
import type { Store, ValueKind } from '../model/store.ts'
import type { Vault } from '../model/vault.ts'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 1
const CHECK_KEY = ' key check'
const CHECK_TEXT = 'trowel'

/** Where the key comes from: 32 bytes as base64, or a file (0600) that is made with a fresh key at the first use. */
export type KeySource = { readonly key: string } | { readonly file: string }

/**
 * Values encrypted with AES-256-GCM in the store: a random nonce each, kind, project id and key name as associated data, so that a
 * value moved elsewhere does not open.
 * @throws RunnerError `wrong-key` from every verb when the key is not the one the store was begun with; nothing is changed then
 */
export function createVault(options: { readonly store: Store; readonly key: KeySource; readonly clock: Clock }): Vault {
  const { store, clock } = options
  let checked: Promise<Buffer> | undefined
  const key = (): Promise<Buffer> => {
    checked ??= checkedKey(store, options.key, clock).catch((error: unknown) => { checked = undefined; throw error })
    return checked
  }
  return {
    put: async (kind, scope, name, value) => {
      const sealed = seal(await key(), kind, scope, name, value)
      await store.putValue(kind, scope, name, sealed, clock.now())
    },
    get: async (kind, scope, name) => {
      const sealed = await store.getValue(kind, scope, name)
      return sealed === undefined ? undefined : unseal(await key(), kind, scope, name, sealed)
    },
    list: async (kind, scope) => (await store.listValues(kind, scope)).filter((value) => value.key !== CHECK_KEY),
    delete: async (kind, scope, name) => {
      await key()
      return store.deleteValue(kind, scope, name)
    },
  }
}

async function checkedKey(store: Store, source: KeySource, clock: Clock): Promise<Buffer> {
  const key = 'key' in source ? decodeKey(source.key, 'TROWEL_KEY') : keyOfFile(source.file)
  const check = await store.getValue('secret', 0, CHECK_KEY)
  if (check === undefined) await store.putValue('secret', 0, CHECK_KEY, seal(key, 'secret', 0, CHECK_KEY, CHECK_TEXT), clock.now())
  else unseal(key, 'secret', 0, CHECK_KEY, check)
  return key
}

function decodeKey(text: string, origin: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length === KEY_BYTES) return key
  throw new RunnerError('wrong-key', `The key in ${origin} is not 32 bytes in base64`, { hint: 'make one with: openssl rand -base64 32' })
}

function keyOfFile(file: string): Buffer {
  const existing = readKey(file)
  if (existing !== undefined) return existing
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // Written aside and linked into place, so that of two commands that begin at once both use the same key.
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  const made = readKey(file)
  if (made === undefined) throw new RunnerError('disk', `The key file ${file} could not be made`)
  return made
}

function readKey(file: string): Buffer | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
    chmodSync(file, 0o600)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new RunnerError('disk', `The key file ${file} cannot be read`, { hint: 'check its permissions', cause: error })
  }
  return decodeKey(text, file)
}

const associated = (kind: ValueKind, scope: number, name: string): Buffer => Buffer.from(`${kind}\0${scope}\0${name}`)

function seal(key: Buffer, kind: ValueKind, scope: number, name: string, value: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(associated(kind, scope, name))
  const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([FORMAT]), nonce, cipher.getAuthTag(), body])
}

function unseal(key: Buffer, kind: ValueKind, scope: number, name: string, sealed: Uint8Array): string {
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES)
  try {
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(associated(kind, scope, name)).setAuthTag(tag)
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    throw new RunnerError('wrong-key', name === CHECK_KEY ? 'The key does not open the secrets of this home' : `The stored value ${name} cannot be opened`, {
      hint: 'set TROWEL_KEY to the key the home was begun with, or take it away to use the key file; nothing was changed',
    })
  }
}
