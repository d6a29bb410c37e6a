import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { rewriteLoadSecrets } from '../../../runner/dig/secret-text.ts'

const test = suite('secret text')
const secrets = new Set(['instagram.access_token', 'key'])
const rewrite = (text: string, params = {}) => rewriteLoadSecrets(text, params, secrets).text

test('the angled spelling becomes the usual one, whether or not the secret is known', () => {
  assert.is(rewrite('token: $<secret:instagram.access_token>\nother: $< secret: x >'), 'token: ${secret:instagram.access_token}\nother: ${secret:x}')
  assert.is(rewrite('$<secret:${stage}.key>'), '${secret:${stage}.key}')
})

test('a bare name becomes a secret only when no parameter answers and a secret does', () => {
  assert.is(rewrite('${instagram.access_token} ${ key } ${other.name} ${key + 1}'), '${secret:instagram.access_token} ${secret:key} ${other.name} ${key + 1}')
  assert.is(rewrite('${instagram.access_token} ${key}', { instagram: { access_token: 'from a parameter' }, key: null }), '${instagram.access_token} ${key}')
  assert.is(rewrite('${instagram.access_token}', { instagram: { other: 1 } }), '${secret:instagram.access_token}')
})

test('the usual spelling and other text stay', () => {
  for (const text of ['${secret:key}', 'a < b > c', '$<other:key>', '$key', '']) assert.is(rewrite(text), text)
})

test('a bare name is warned about with its place', () => {
  assert.equal(rewriteLoadSecrets('in:\n  token: ${key}\n', {}, secrets, 'load.yml').warnings, [
    { message: '${key} is no parameter; the secret of that name is used', severity: 'warning', hint: 'Write ${secret:key}', position: { file: 'load.yml', line: 2, column: 10 } },
  ])
  assert.equal(rewriteLoadSecrets('$<secret:key>', {}, secrets).warnings, [])
})

test.run()
