import * as assert from 'uvu/assert'
import { dayOf, startOfDay, weekday } from '../../../sdk/sandbox/world/pacific.ts'
import { suite } from '../../support/suite.ts'

const test = suite('sandbox days')

const hourThere = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', hour: '2-digit', hourCycle: 'h23' })

test('every day of twenty years begins at midnight in Los Angeles', () => {
  for (let day = Date.UTC(2010, 0, 1) / 86_400_000; day < Date.UTC(2030, 0, 1) / 86_400_000; day++) {
    assert.is(hourThere.format(startOfDay(day)), '00', new Date(startOfDay(day)).toISOString())
  }
})

test('a day ends at 07:00Z in summer and at 08:00Z in winter, also next to the change of clocks', () => {
  const iso = (date: string) => new Date(startOfDay(Date.parse(`${date}T00:00:00Z`) / 86_400_000)).toISOString()
  assert.is(iso('2026-10-31'), '2026-10-31T07:00:00.000Z')
  assert.is(iso('2026-11-01'), '2026-11-01T07:00:00.000Z')
  assert.is(iso('2026-11-02'), '2026-11-02T08:00:00.000Z')
  assert.is(iso('2026-03-08'), '2026-03-08T08:00:00.000Z')
  assert.is(iso('2026-03-09'), '2026-03-09T07:00:00.000Z')
  assert.is(iso('2020-01-08'), '2020-01-08T08:00:00.000Z')
})

test('an instant belongs to the day that began last', () => {
  const begin = startOfDay(20_000)
  assert.is(dayOf(begin), 20_000)
  assert.is(dayOf(begin - 1), 19_999)
  assert.is(dayOf(begin + 23 * 3_600_000 - 1), 20_000)
})

test('the first of January 1970 was a Thursday', () => {
  assert.is(weekday(0), 4)
  assert.is(weekday(-1), 3)
})

test.run()
