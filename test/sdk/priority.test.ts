import * as assert from 'uvu/assert'
import { createLimiter } from '../../sdk/index.ts'
import { suite } from '../support/suite.ts'
import { scriptedClient } from './support/graph.ts'

const test = suite('sdk priority')

test('the next page of a list goes before the calls that wait', async () => {
  const order: string[] = []
  const { graph } = scriptedClient((url) => {
    const after = url.searchParams.get('after')
    order.push(url.pathname.endsWith('/media') ? `page ${after ?? 'first'}` : (url.pathname.split('/').at(-1) ?? ''))
    return url.pathname.endsWith('/media') ? { body: { data: [{ id: '1' }], paging: { cursors: { after: 'two' }, ...after === null ? { next: 'https://graph.facebook.com/two' } : {} } } } : { body: { id: '1' } }
  }, { limiter: createLimiter({ concurrency: 1 }) })
  const pages = graph.user('17').media({ fields: ['id'] }).all()
  const others = Array.from({ length: 40 }, (_, index) => String(100 + index)).map((id) => graph.media(id).get({ fields: ['id'] }))
  await Promise.all([pages, ...others])
  assert.is(order[0], 'page first')
  // Some had left the line before the first page was answered and the next one asked for.
  assert.ok(order.indexOf('page two') < 20, order.join(', '))
})

test('a call with a higher priority goes before those that wait', async () => {
  const order: string[] = []
  const { graph } = scriptedClient((url) => {
    order.push(url.pathname.split('/').at(-1) ?? '')
    return { body: { id: '1' } }
  }, { limiter: createLimiter({ concurrency: 1 }) })
  const calls = ['100', '101', '102', '103'].map((id) => graph.media(id).get({ fields: ['id'] }))
  calls.push(graph.media('200').get({ fields: ['id'] }, { priority: 2 }))
  await Promise.all(calls)
  assert.equal(order.toSorted(), ['100', '101', '102', '103', '200'])
  assert.ok(order.indexOf('200') <= 2, order.join(', '))
})

test.run()
