import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as assert from 'uvu/assert'
import { RunnerError } from '../../../runner/model/error.ts'
import { openDirectory, readDirectory } from '../../../runner/project/directory.ts'
import { suite } from '../../support/suite.ts'

const directories = suite('project directory')

function withProject(files: Readonly<Record<string, string>>, check: (project: string, around: string) => void): void {
  const around = realpathSync(mkdtempSync(join(tmpdir(), 'trowel-directory-')))
  const project = join(around, 'project')
  try {
    mkdirSync(project)
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(project, path)), { recursive: true })
      writeFileSync(join(project, path), content)
    }
    check(project, around)
  } finally {
    rmSync(around, { recursive: true })
  }
}

const paths = (project: string, options = {}): readonly string[] => readDirectory(project, options).map(({ path, linkTarget }) => (linkTarget === undefined ? path : `${path} -> ${linkTarget}`))

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    assert.instance(error, RunnerError)
    return (error as Error).message
  }
  throw new Error('was not refused')
}

directories('leaves out hidden files and folders and what .digdagignore names, and keeps modes', () => {
  withProject({ '.digdagignore': '*.tmp\ndata/\n!keep.tmp\n', '.env/secret': 's', 'main.dig': '{}', 'notes.tmp': 'n', 'keep.tmp': 'k', 'data/big.csv': 'b', 'bin/hello': '#!/bin/sh\n', 'lib/.hidden': 'h' }, (project) => {
    chmodSync(join(project, 'bin/hello'), 0o750)
    assert.equal(paths(project), ['bin/hello', 'keep.tmp', 'main.dig'])
    assert.is(readDirectory(project)[0]?.mode, 0o750)
  })
})

directories('keeps links within the project, absolute ones made relative', () => {
  withProject({ 'own.txt': 'o', 'lib/a.txt': 'a' }, (project) => {
    symlinkSync('own.txt', join(project, 'in.txt'))
    symlinkSync(join(project, 'own.txt'), join(project, 'lib/up.txt'))
    symlinkSync('lib', join(project, 'folder'))
    assert.equal(paths(project), ['folder -> lib', 'in.txt -> own.txt', 'lib/a.txt', 'lib/up.txt -> ../own.txt', 'own.txt'])
  })
})

directories('refuses a link out of the project in digdag’s words, after the files before it, unless it is told to copy', () => {
  withProject({ 'a.txt': 'a' }, (project, around) => {
    mkdirSync(join(around, 'project2'))
    writeFileSync(join(around, 'project2', 'shared.txt'), 'shared')
    symlinkSync('../project2', join(project, 'out'))
    const told: string[] = []
    const message = refusal(() => readDirectory(project, { onFile: ({ path }) => { told.push(path) } }))
    assert.is(message, `Invalid symbolic link: Given path '${join(around, 'project2')}' is outside of project directory '${project}'. Consider to add --copy-outgoing-symlinks option`)
    assert.equal(told, ['a.txt'])
    assert.equal(paths(project, { copyOutgoingSymlinks: true }), ['a.txt', 'out/shared.txt'])
  })
})

directories('does not run in circles through a copied link', () => {
  withProject({ 'a.txt': 'a' }, (project, around) => {
    symlinkSync('..', join(project, 'loop'))
    assert.match(refusal(() => readDirectory(project, { copyOutgoingSymlinks: true })), /leads back to the folder/)
    assert.ok(around)
  })
})

directories('reads single files of a directory without reading the others, and nothing outside', () => {
  withProject({ 'main.dig': '{}', 'sub/x.dig': '{}' }, (project, around) => {
    writeFileSync(join(around, 'outside'), 'o')
    mkdirSync(join(project, 'dir.dig'))
    const source = openDirectory(project)
    assert.equal(source.list(), ['main.dig'])
    assert.is(Buffer.from(source.read('sub/x.dig') ?? '').toString(), '{}')
    assert.is(source.read('sub'), undefined)
    assert.is(source.read('main.dig/x'), undefined)
    assert.is(source.read('../outside'), undefined)
  })
})

directories.run()
