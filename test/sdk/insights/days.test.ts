import * as assert from 'uvu/assert'
import { addDays, dayOfEndTime, endTimeOf, pacificDay, pacificMidnight } from '../../../sdk/index.ts'
import { planWindows } from '../../../sdk/insights/windows.ts'
import type { WindowRequest } from '../../../sdk/insights/windows.ts'
import { suite } from '../../support/suite.ts'

const test = suite('sdk days and windows')
const iso = (ms: number) => new Date(ms).toISOString()

test('a day begins at midnight US Pacific, in summer, in winter and when the clock changes', () => {
  const table: readonly (readonly [string, string])[] = [
    ['2026-10-02', '2026-10-02T07:00:00.000Z'], ['2026-01-08', '2026-01-08T08:00:00.000Z'],
    ['2026-03-08', '2026-03-08T08:00:00.000Z'], ['2026-03-09', '2026-03-09T07:00:00.000Z'],
    ['2026-11-01', '2026-11-01T07:00:00.000Z'], ['2026-11-02', '2026-11-02T08:00:00.000Z'],
  ]
  for (const [day, instant] of table) {
    assert.is(iso(pacificMidnight(day)), instant)
    assert.is(pacificDay(Date.parse(instant)), day)
    assert.is(pacificDay(Date.parse(instant) - 1), addDays(day, -1))
  }
})

test('both readings of end_time are told apart, and go back to where they came from', () => {
  assert.is(dayOfEndTime('2026-10-03T07:00:00+0000', 'ends-at'), '2026-10-02')
  assert.is(dayOfEndTime('2026-10-03T07:00:00+0000', 'starts-at'), '2026-10-03')
  for (let day = '2026-02-25'; day < '2026-03-15'; day = addDays(day, 1)) {
    for (const reading of ['ends-at', 'starts-at'] as const) assert.is(dayOfEndTime(iso(endTimeOf(day, reading)), reading), day)
  }
})

test('days are added across months, leap days and years', () => {
  assert.is(addDays('2024-02-28', 1), '2024-02-29')
  assert.is(addDays('2026-12-31', 1), '2027-01-01')
  assert.is(addDays('2026-03-01', -1), '2026-02-28')
})

const base: WindowRequest = { from: '2026-09-01', to: '2026-11-24', reading: 'ends-at', form: 'time_series', daysEach: 30, historyDays: 730, excludesToday: false, now: Date.parse('2026-11-24T12:00:00Z') }

/** Days whose bucket lies between since and until, as Meta selects them. */
function selected(since: number, until: number): readonly string[] {
  const days: string[] = []
  for (let day = '2024-11-01'; day < '2026-12-31'; day = addDays(day, 1)) {
    const end = endTimeOf(day, 'ends-at') / 1000
    if (end >= since && end <= until) days.push(day)
  }
  return days
}

test('windows of a series select each day once, across a change of the clock', () => {
  const { windows } = planWindows(base)
  const days = windows.flatMap((window) => selected(window.since, window.until)).sort()
  const wanted: string[] = []
  for (let day = base.from; day < base.to; day = addDays(day, 1)) wanted.push(day)
  assert.equal(days, wanted)
  assert.ok(windows.every((window) => window.until - window.since <= 2_592_000))
})

test('the two years that Meta keeps come whole, and what is older is told', () => {
  const { windows, tooOld } = planWindows({ ...base, from: '2024-01-01' })
  const oldest = windows.at(-1)
  assert.ok(base.now / 1000 - (oldest?.since ?? 0) < 730 * 86_400)
  assert.is(windows.length, 25)
  assert.equal(tooOld, { from: '2024-01-01', to: oldest?.from })
  assert.is(windows.flatMap((window) => selected(window.since, window.until)).length, 730)
})

test('days that are still to come are not asked for', () => {
  const ended = planWindows({ ...base, from: '2026-11-20', to: '2026-12-24' })
  assert.is(ended.windows[0]?.to, '2026-11-24')
  const begun = planWindows({ ...base, from: '2026-11-20', to: '2026-12-24', reading: 'starts-at' })
  assert.is(begun.windows[0]?.to, '2026-11-25')
  assert.equal(planWindows({ ...base, from: '2027-01-01', to: '2027-02-01' }).windows, [])
})

test('a total of one day spans that day\'s bucket only', () => {
  const { windows } = planWindows({ ...base, from: '2026-10-30', to: '2026-11-04', form: 'total_value', daysEach: 1 })
  assert.equal(windows.map((window) => selected(window.since, window.until)), [['2026-11-03'], ['2026-11-02'], ['2026-11-01'], ['2026-10-31'], ['2026-10-30']])
})

test('totals of thirty days are no longer than Meta takes, also over the 25 hours of a day in autumn', () => {
  for (const reading of ['ends-at', 'starts-at'] as const) {
    const { windows } = planWindows({ ...base, from: '2025-10-20', reading, form: 'total_value' })
    for (const { from, to, since, until } of windows) {
      assert.ok(until - since <= 2_592_000, `${from} to ${to} is ${until - since} s`)
      const wanted: string[] = []
      for (let day = from; day < to; day = addDays(day, 1)) wanted.push(addDays(day, reading === 'ends-at' ? 0 : -1))
      assert.equal(selected(since, until), wanted)
    }
  }
})

test.run()
