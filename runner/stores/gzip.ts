import { crc32, deflateRawSync } from 'node:zlib'

// A member is a gzip member that carries its own length (an extra field, as BGZF) and a name. Members written one after the
// other are one gzip file; a reader hops from header to header without inflating anything.

const FIXED_HEADER = 10
const EXTRA = 8
const TRAILER = 8
const FEXTRA_AND_FNAME = 0x0c
const FIELD = Buffer.from('TW', 'latin1')
/** How every member begins. */
export const MAGIC = Buffer.from([0x1f, 0x8b, 0x08, FEXTRA_AND_FNAME])
/** Below this, storing costs less than starting a compressor. */
const STORE_BELOW = 1024
export const LONGEST_HEADER = FIXED_HEADER + 2 + EXTRA + 4096

export interface Member { readonly name: string; readonly length: number }

export function gzipMember(name: string, content: Uint8Array): Buffer {
  const body = content.length < STORE_BELOW ? stored(content) : deflateRawSync(content)
  const nameBytes = Buffer.from(name, 'utf8')
  const headerLength = FIXED_HEADER + 2 + EXTRA + nameBytes.length + 1
  const member = Buffer.alloc(headerLength + body.length + TRAILER)
  member.set([0x1f, 0x8b, 0x08, FEXTRA_AND_FNAME, 0, 0, 0, 0, 0, 0xff])
  member.writeUInt16LE(EXTRA, FIXED_HEADER)
  FIELD.copy(member, FIXED_HEADER + 2)
  member.writeUInt16LE(4, FIXED_HEADER + 4)
  member.writeUInt32LE(member.length, FIXED_HEADER + 6)
  nameBytes.copy(member, FIXED_HEADER + 2 + EXTRA)
  member.set(body, headerLength)
  member.writeUInt32LE(crc32(content), member.length - 8)
  member.writeUInt32LE(content.length, member.length - 4)
  return member
}

/** One uncompressed block. */
function stored(content: Uint8Array): Buffer {
  const block = Buffer.alloc(5 + content.length)
  block[0] = 1
  block.writeUInt16LE(content.length, 1)
  block.writeUInt16LE(content.length ^ 0xffff, 3)
  block.set(content, 5)
  return block
}

/** The member whose header begins at `start`, or undefined when none does. */
export function readMember(bytes: Buffer, start: number): Member | undefined {
  const named = start + FIXED_HEADER + 2 + EXTRA
  if (bytes.length < named || bytes[start] !== 0x1f || bytes[start + 1] !== 0x8b || bytes[start + 3] !== FEXTRA_AND_FNAME) return undefined
  if (bytes[start + FIXED_HEADER + 2] !== FIELD[0] || bytes[start + FIXED_HEADER + 3] !== FIELD[1]) return undefined
  const end = bytes.indexOf(0, named)
  return end < 0 || bytes.subarray(named, end).includes(MAGIC) ? undefined : { name: bytes.toString('utf8', named, end), length: bytes.readUInt32LE(start + FIXED_HEADER + 6) }
}

/** Where the next member may begin after a damaged place. */
export const nextMember = (bytes: Buffer, from: number): number => bytes.indexOf(MAGIC, from)
