import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack as packTar, type Header } from 'tar-stream'
import * as assert from 'uvu/assert'
import { RunnerError } from '../../../runner/model/error.ts'
import type { ProjectFile } from '../../../runner/model/project.ts'
import { DEFAULT_LIMITS, pack, unpack, writeFiles } from '../../../runner/project/archive.ts'
import { filesSource } from '../../../runner/project/files.ts'
import { suite } from '../../support/suite.ts'

const archives = suite('project archive')
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const file = (path: string, content = path, mode = 0o644): ProjectFile => ({ path, mode, content: bytes(content) })
const link = (path: string, linkTarget: string): ProjectFile => ({ path, mode: 0o777, content: new Uint8Array(), linkTarget })
const asText = ({ path, mode, content, linkTarget }: ProjectFile): string => `${path} ${mode.toString(8)} ${linkTarget ?? Buffer.from(content).toString()}`

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined, (reason: unknown) => reason)
  assert.instance(error, RunnerError)
  return (error as RunnerError).message
}

type Forged = Partial<Header> & { readonly name: string }

/** A tar.gz of raw headers, as nobody honest writes it. */
async function forged(headers: readonly Forged[]): Promise<Uint8Array> {
  const packer = packTar()
  const chunks: Uint8Array[] = []
  const reading = (async () => { for await (const chunk of packer) chunks.push(chunk as Uint8Array) })()
  for (const header of headers) packer.entry(header as Header, '')
  packer.finalize()
  await reading
  return gzipSync(Buffer.concat(chunks))
}

async function withFolder(check: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trowel-archive-')))
  try {
    await check(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

archives('keeps paths longer than 100 bytes, modes, links and empty files, and gives equal bytes for equal files', async () => {
  const long = `${'folder/'.repeat(30)}${'n'.repeat(120)}.txt`
  const files = [file('main.dig', '{}'), file(long, 'x', 0o755), file('empty', ''), file('日本.txt', '語'), link('in', 'main.dig'), link('folder/up', '../main.dig')]
  const packed = await pack(files)
  assert.equal((await unpack(packed)).map(asText), files.map(asText))
  assert.equal(packed, await pack(files))
})

archives('is read by the tar command', () => withFolder(async (folder) => {
  writeFileSync(join(folder, 'p.tar.gz'), await pack([file('a/b.txt', 'text'), link('c', 'a/b.txt')]))
  assert.is(spawnSync('tar', ['-xzf', 'p.tar.gz'], { cwd: folder }).status, 0)
  assert.is(readFileSync(join(folder, 'c'), 'utf8'), 'text')
}))

archives('reads what the tar command wrote, ./ and hard links included', () => withFolder(async (folder) => {
  mkdirSync(join(folder, 'p/sub'), { recursive: true })
  writeFileSync(join(folder, 'p/sub/one.txt'), 'one')
  assert.is(spawnSync('sh', ['-c', 'cd p && ln sub/one.txt two.txt && tar -czf ../p.tar.gz .'], { cwd: folder }).status, 0)
  const files = await unpack(readFileSync(join(folder, 'p.tar.gz')))
  assert.equal(files.map(({ path, content }) => `${path} ${Buffer.from(content).toString()}`).sort(), ['sub/one.txt one', 'two.txt one'])
}))

archives('writes files with their modes, and links last', () => withFolder(async (folder) => {
  await writeFiles([link('l', 'd/run'), file('d/run', 'text', 0o750)], join(folder, 'new'))
  assert.is(statSync(join(folder, 'new/d/run')).mode & 0o777, 0o750)
  assert.is(readlinkSync(join(folder, 'new/l')), 'd/run')
}))

archives('writes nothing through a link that stood in the folder before', () => withFolder(async (folder) => {
  mkdirSync(join(folder, 'target'))
  mkdirSync(join(folder, 'outside'))
  writeFileSync(join(folder, 'outside/a'), 'before')
  symlinkSync('../outside', join(folder, 'target/d'))
  symlinkSync('../outside/a', join(folder, 'target/a'))
  assert.match(await refusal(writeFiles([file('d/new')], join(folder, 'target'))), /leads out of/)
  await writeFiles([file('a', 'after')], join(folder, 'target'))
  assert.is(readFileSync(join(folder, 'outside/a'), 'utf8'), 'before')
  assert.is(readFileSync(join(folder, 'target/a'), 'utf8'), 'after')
}))

archives('refuses every way out of the folder', async () => {
  const refusals: readonly (readonly [readonly Forged[], RegExp])[] = [
    [[{ name: '../x' }], /Bad zip entry.*\.\.\/x/],
    [[{ name: 'a/../../x' }], /Bad zip entry/],
    [[{ name: '/etc/x' }], /Bad zip entry/],
    [[{ name: 'l', type: 'symlink', linkname: '../x' }], /invalid symlink: l -> \.\.\/x/],
    [[{ name: 'l', type: 'symlink', linkname: '/etc/passwd' }], /invalid symlink/],
    [[{ name: 'a', type: 'symlink', linkname: '.' }, { name: 'l', type: 'symlink', linkname: 'a/b/../../..' }], /invalid symlink/],
    [[{ name: 'd/e/f', type: 'symlink', linkname: '../..' }, { name: 'l', type: 'symlink', linkname: 'd/e/f/..' }], /invalid symlink/],
    [[{ name: 'a', type: 'symlink', linkname: 'b' }, { name: 'b', type: 'symlink', linkname: 'a' }], /invalid symlink/],
    [[{ name: 'l', type: 'symlink', linkname: 'd' }, { name: 'l/x' }], /passes through the link l/],
    [[{ name: 'l/x' }, { name: 'l', type: 'symlink', linkname: 'd' }], /passes through the link l/],
    [[{ name: 'a' }, { name: 'a/b' }], /below a, which is a file/],
    [[{ name: 'h', type: 'link', linkname: '../x' }], /Bad zip entry/],
    [[{ name: 'h', type: 'link', linkname: 'later' }], /no earlier file/],
    [[{ name: 'd', type: 'character-device' }], /character-device/],
    [[{ name: 'f', type: 'fifo' }], /fifo/],
    [[{ name: 's', mode: 0o4755 }], /set-uid/],
    [[{ name: 's', mode: 0o2755 }], /set-uid or set-gid/],
  ]
  for (const [headers, pattern] of refusals) assert.match(await refusal(unpack(await forged(headers))), pattern, JSON.stringify(headers))
})

archives('holds the limits, with digdag’s messages', async () => {
  const packed = await pack([file('a', 'x'.repeat(600)), file('b', 'x'.repeat(600))])
  const within = (limits: Partial<typeof DEFAULT_LIMITS>): Promise<string> => refusal(unpack(packed, { ...DEFAULT_LIMITS, ...limits }))
  assert.is(await within({ packedBytes: 10 }), 'Size of the uploaded archive file exceeds limit (10 bytes)')
  assert.is(await within({ unpackedBytes: 500 }), 'Size of a file in the archive exceeds limit (600 > 500 bytes): a')
  assert.is(await within({ unpackedBytes: 1000 }), 'Total size of the archive exceeds limit (1200 > 1000 bytes)')
  assert.is(await within({ entries: 1 }), 'Number of entries in the archive exceeds limit (2 > 1)')
})

archives('stops at a bomb whose headers lie, without unpacking all of it', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  assert.match(await refusal(unpack(bomb, { packedBytes: 1_000_000, unpackedBytes: 1_000_000, entries: 10 })), /exceeds limit/)
})

archives('says what is wrong with bytes that are no archive', async () => {
  assert.is(await refusal(unpack(bytes('hello'))), 'Input is not in the .gz format')
  assert.is(await refusal(unpack(new Uint8Array())), 'Input is not in the .gz format')
  assert.match(await refusal(unpack(gzipSync('x'.repeat(2000)))), /cannot be read/)
  const packed = await pack([file('a', 'content '.repeat(500))])
  assert.match(await refusal(unpack(packed.subarray(0, packed.length - 20))), /cannot be read/)
})

archives('reads files of a set by path, through its links', () => {
  const source = filesSource([file('lib/a.dig', 'a'), link('l', 'lib'), link('main.dig', 'l/a.dig'), link('gone', 'nowhere')])
  assert.equal(source.list(), ['lib/a.dig', 'main.dig'])
  assert.is(Buffer.from(source.read('main.dig') ?? '').toString(), 'a')
  assert.is(Buffer.from(source.read('l/a.dig') ?? '').toString(), 'a')
  assert.is(source.read('lib'), undefined)
})

archives.run()
