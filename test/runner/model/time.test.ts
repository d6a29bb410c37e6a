import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import {
  daysIn, formatConsole, formatInstant, formatLocal, formatOffset, formatOffsetTime, instantOf, localTime, offsetSeconds, parseConsoleTime, parseLocalTime, parseOffsetTime, parseZone, startOf, weekday,
} from '../../../runner/model/time.ts'

const test = suite('time')
const NEW_YORK = 'America/New_York'
const at = (text: string): number => {
  const millis = parseOffsetTime(text)
  if (millis === undefined) throw new Error(`no time: ${text}`)
  return millis
}
const local = (text: string) => {
  const read = parseLocalTime(text)
  if (read === undefined) throw new Error(`no local time: ${text}`)
  return read
}

test('a zone is any Java zone id, normalised', () => {
  const read = ['Asia/Tokyo', 'UTC', '+09:00', 'Z', 'UTC+9', 'GMT-3', '-03:30', '+9', '+0530', '+00:00', 'UTC+00:00', 'Etc/GMT+1', 'US/Pacific', 'America/Argentina/Buenos_Aires', 'Japan', 'America/Port-au-Prince', 'EST5EDT'].map(parseZone)
  assert.equal(read, ['Asia/Tokyo', 'UTC', '+09:00', 'Z', 'UTC+09:00', 'GMT-03:00', '-03:30', '+09:00', '+05:30', 'Z', 'UTC', 'Etc/GMT+1', 'US/Pacific', 'America/Argentina/Buenos_Aires', 'Japan', 'America/Port-au-Prince', 'EST5EDT'])
})

test('what Java refuses as a zone is refused', () => {
  for (const text of ['EST', 'JST', 'MST', 'PST', 'asia/tokyo', 'Asia/tokyo', 'ASIA/TOKYO', 'Asia/TOKYO', 'utc', '', '9', '+19:00', '+9:00', '+09:60', 'Asia/Nowhere', '${zone}']) assert.is(parseZone(text), undefined, text)
})

test('an offset follows the zone through changes of the clocks to the second', () => {
  assert.is(offsetSeconds(at('2026-03-08T06:59:59Z'), NEW_YORK), -5 * 3600)
  assert.is(offsetSeconds(at('2026-03-08T07:00:00Z'), NEW_YORK), -4 * 3600)
  assert.is(offsetSeconds(at('2026-11-01T05:59:59Z'), NEW_YORK), -4 * 3600)
  assert.is(offsetSeconds(at('2026-11-01T06:00:00Z'), NEW_YORK), -5 * 3600)
  assert.is(offsetSeconds(at('2291-03-08T07:00:00Z'), NEW_YORK), -4 * 3600)
  assert.is(offsetSeconds(0, 'Asia/Kathmandu'), 5.5 * 3600)
  assert.is(offsetSeconds(0, 'UTC+09:00'), 9 * 3600)
})

test('a wall-clock time in the gap moves forward by the gap', () => {
  assert.is(formatOffsetTime(instantOf(local('2026-03-08 02:30:00'), NEW_YORK, 'earlier'), NEW_YORK), '2026-03-08T03:30:00-04:00')
  assert.is(formatOffsetTime(instantOf(local('2026-03-29 02:30:00'), 'Europe/Berlin', 'later'), 'Europe/Berlin'), '2026-03-29T03:30:00+02:00')
  assert.is(formatOffsetTime(instantOf(local('2011-12-30 12:00:00'), 'Pacific/Apia', 'earlier'), 'Pacific/Apia'), '2011-12-31T12:00:00+14:00')
})

test('a wall-clock time that comes twice is the one asked for', () => {
  assert.is(formatOffsetTime(instantOf(local('2026-11-01 01:30:00'), NEW_YORK, 'earlier'), NEW_YORK), '2026-11-01T01:30:00-04:00')
  assert.is(formatOffsetTime(instantOf(local('2026-11-01 01:30:00'), NEW_YORK, 'later'), NEW_YORK), '2026-11-01T01:30:00-05:00')
})

test('fields may overflow', () => {
  assert.is(formatInstant(instantOf({ year: 2026, month: 1, day: 32, hour: 25, minute: 0, second: 0 }, 'UTC', 'earlier')), '2026-02-02T01:00:00Z')
  assert.is(formatInstant(instantOf({ year: 2026, month: 13, day: 0, hour: 0, minute: 0, second: 0 }, 'UTC', 'earlier')), '2026-12-31T00:00:00Z')
})

test('every instant of two years comes back from its wall clock', () => {
  for (const zone of [NEW_YORK, 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/St_Johns', '-03:30']) {
    for (let hour = 0; hour < 2 * 366 * 24; hour += 5) {
      const instant = Date.UTC(2026, 0, 1, hour)
      const both = [instantOf(localTime(instant, zone), zone, 'earlier'), instantOf(localTime(instant, zone), zone, 'later')]
      assert.ok(both.includes(instant), `${zone} ${formatInstant(instant)}`)
    }
  }
})

test('an hour and a day start by the wall clock, in an overlap by the offset of the instant', () => {
  assert.is(formatOffsetTime(startOf('hour', at('2026-01-02T03:04:05Z'), 'Asia/Kathmandu'), 'Asia/Kathmandu'), '2026-01-02T08:00:00+05:45')
  assert.is(formatOffsetTime(startOf('day', at('2026-01-02T20:04:05Z'), 'Asia/Kathmandu'), 'Asia/Kathmandu'), '2026-01-03T00:00:00+05:45')
  assert.is(formatOffsetTime(startOf('hour', at('2026-11-01T06:30:00Z'), NEW_YORK), NEW_YORK), '2026-11-01T01:00:00-05:00')
  assert.is(formatOffsetTime(startOf('hour', at('2026-11-01T05:30:00Z'), NEW_YORK), NEW_YORK), '2026-11-01T01:00:00-04:00')
  assert.is(formatOffsetTime(startOf('day', at('2026-11-01T12:00:00Z'), NEW_YORK), NEW_YORK), '2026-11-01T00:00:00-04:00')
})

test('times are written in each of digdag\'s forms', () => {
  const instant = at('2026-07-01T01:15:09.750Z')
  const zone = 'America/St_Johns'
  assert.equal(
    [formatInstant(instant), formatOffsetTime(instant, zone), formatLocal(instant, zone, 'yyyy-MM-dd'), formatLocal(instant, zone, 'yyyyMMdd'), formatLocal(instant, zone, 'yyyy-MM-dd HH:mm:ss'), formatLocal(instant, zone, "yyyyMMdd'T'HHmmss"), formatOffset(instant, zone, false), formatOffset(instant, zone, true), formatConsole(instant, zone)],
    ['2026-07-01T01:15:09Z', '2026-06-30T22:45:09-02:30', '2026-06-30', '20260630', '2026-06-30 22:45:09', '20260630T224509', '-0230', '-02:30', '2026-06-30 22:45:09 -0230'])
  assert.is(formatOffsetTime(0, 'UTC'), '1970-01-01T00:00:00+00:00')
  assert.is(formatOffsetTime(0, 'Z'), '1970-01-01T00:00:00+00:00')
  assert.is(formatInstant(Date.UTC(9999, 0, 1)), '9999-01-01T00:00:00Z')
})

test('a time with an offset is read to the millisecond, anything else is not', () => {
  assert.equal(['2026-01-02T03:04:05Z', '2026-01-02T12:04:05+09:00', '2026-01-02T03:04:05.900+00:00', '2026-01-02T03:04Z'].map(parseOffsetTime), [1767323045000, 1767323045000, 1767323045900, 1767323040000])
  for (const text of ['2026-01-02T03:04:05', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-02T24:00:00Z', '2026-01-02T03:04:05+0900', 'start', '']) assert.is(parseOffsetTime(text), undefined, text)
  assert.is(parseConsoleTime('2291-02-06 10:00:00 +0000'), Date.UTC(2291, 1, 6, 10))
  assert.is(parseConsoleTime('2291-02-06 10:00:00'), undefined)
})

test('a local time is read in three forms, and a missing day is the last of its month', () => {
  assert.equal(local('2026-02-30'), { year: 2026, month: 2, day: 28, hour: 0, minute: 0, second: 0 })
  assert.equal(local('2026-01-02T03:04:05'), local('2026-01-02 03:04:05'))
  for (const text of ['2026-01-02 03:04', '2026-01-32', '2026-1-2', '2026-01-02 03:04:60', 'now', '2026-01-02T03:04:05Z']) assert.is(parseLocalTime(text), undefined, text)
})

test('days of the week and of the month are those of the zone', () => {
  assert.is(weekday(at('2026-01-02T20:00:00Z'), 'UTC'), 5)
  assert.is(weekday(at('2026-01-02T20:00:00Z'), 'Asia/Tokyo'), 6)
  assert.equal([daysIn({ year: 2024, month: 2 }), daysIn({ year: 2026, month: 2 }), daysIn({ year: 2026, month: 12 })], [29, 28, 31])
})

test('a warm zone answers in well under the time of a call to Intl', () => {
  offsetSeconds(0, NEW_YORK)
  const started = performance.now()
  for (let i = 0; i < 100_000; i++) offsetSeconds((i % 50) * 86_400_000, NEW_YORK)
  assert.ok(performance.now() - started < 400)
})

test.run()
