import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { formatOffsetTime } from '../../../runner/model/time.ts'
import { readSchedule } from '../../../runner/dig/schedule.ts'
import { readSessionTime, readStartSession, runSessionTime, truncateSessionTime } from '../../../runner/dig/session-time.ts'

const test = suite('session time')
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678)
const TOKYO = 'Asia/Tokyo'
const daily = readSchedule({ 'daily>': '07:00:00' }, TOKYO).scheduler

const refusal = (act: () => unknown): string => {
  try { act() } catch (error) { return (error as Error).message }
  return 'accepted'
}

test('a time with an offset is an instant, one without is of the zone, fractions are dropped', () => {
  const read = (text: string, zone: string) => formatOffsetTime(readSessionTime(text, zone), zone)
  assert.is(read('2026-01-02T03:04:05', 'Asia/Kolkata'), '2026-01-02T03:04:05+05:30')
  assert.is(read('2026-01-02T03:04:05.900+00:00', 'Asia/Kolkata'), '2026-01-02T08:34:05+05:30')
  assert.is(read('2026-03-08T02:30:00', 'America/New_York'), '2026-03-08T03:30:00-04:00')
  assert.is(read('2026-11-01T01:30:00', 'America/New_York'), '2026-11-01T01:30:00-04:00')
  assert.is(readSessionTime('2026-01-02T03:04:05.900+00:00', 'UTC') % 1000, 0)
  assert.match(refusal(() => readSessionTime('soon', 'UTC')), 'Invalid session time: soon')
})

test('the server cuts by hour, day, schedule and next schedule', () => {
  const cut = (text: string, mode: string | undefined) => formatOffsetTime(truncateSessionTime({ text, mode, zone: TOKYO, scheduler: daily }), TOKYO)
  assert.equal([
    cut('2026-01-02T03:04:05+00:00', undefined), cut('2026-01-02T03:04:05+00:00', 'hour'), cut('2026-01-02T20:04:05+00:00', 'day'), cut('2026-01-02T06:59:00', 'schedule'), cut('2026-01-03T07:01:00', 'schedule'),
    cut('2026-01-10T00:00:00', 'schedule'), cut('2026-01-11T06:59:00', 'next_schedule'), cut('2026-01-13T00:00:00', 'next_schedule'),
  ], [
    '2026-01-02T12:04:05+09:00', '2026-01-02T12:00:00+09:00', '2026-01-03T00:00:00+09:00', '2026-01-02T00:00:00+09:00', '2026-01-04T00:00:00+09:00',
    '2026-01-10T00:00:00+09:00', '2026-01-12T00:00:00+09:00', '2026-01-14T00:00:00+09:00',
  ])
})

test('unknown modes and modes without a schedule are refused', () => {
  assert.is(refusal(() => truncateSessionTime({ text: '2026-01-02', mode: 'minute', zone: 'UTC', scheduler: daily })), 'Unknown session time truncate option: minute')
  assert.is(refusal(() => truncateSessionTime({ text: '2026-01-02', mode: 'schedule', zone: 'UTC', scheduler: undefined })), 'session_time_truncate=schedule is set but schedule is not set to this workflow')
})

test('start takes now, hourly, daily, a date or a date with time', () => {
  const instant = { kind: 'instant', at: Date.UTC(2026, 0, 2, 3, 4, 5) }
  assert.equal(['now', 'hourly', 'daily', '2026-02-30', '2026-07-02 03:04:05'].map((text) => readStartSession(text, NOW)), [
    { time: instant, mode: undefined }, { time: instant, mode: 'hour' }, { time: instant, mode: 'day' },
    { time: { kind: 'local', text: '2026-02-28T00:00:00' }, mode: undefined }, { time: { kind: 'local', text: '2026-07-02T03:04:05' }, mode: undefined },
  ])
  for (const text of ['last', '2026-01-02 03:04', '2026-01-02T03:04:05', '']) {
    assert.is(refusal(() => readStartSession(text, NOW)), `--session must be hourly, daily, now, "yyyy-MM-dd", or "yyyy-MM-dd HH:mm:SS" format: ${text}`)
  }
})

test('run takes the last session again, else the slot of the schedule, else today', () => {
  const run = (text: string, more: { readonly lastRun?: number; readonly scheduled?: boolean } = {}) => {
    const { time, notice } = runSessionTime({ text, now: NOW, zone: TOKYO, scheduler: more.scheduled ? daily : undefined, lastRun: more.lastRun })
    return [formatOffsetTime(time, TOKYO), notice]
  }
  assert.equal(run('last', { lastRun: Date.UTC(2016, 0, 1), scheduled: true }), ['2016-01-01T09:00:00+09:00', 'Reusing the last session time 2016-01-01T09:00:00+09:00.'])
  assert.equal(run('last', { scheduled: true }), ['2026-01-02T00:00:00+09:00', 'Using a new session time 2026-01-02T00:00:00+09:00 based on schedule.'])
  assert.equal(run('last'), ['2026-01-02T00:00:00+09:00', 'Using a new session time 2026-01-02T00:00:00+09:00.'])
  assert.equal(run('schedule', { scheduled: true }), ['2026-01-02T00:00:00+09:00', undefined])
  assert.equal([run('hourly'), run('daily'), run('2026-01-02'), run('2026-07-02 03:04:05')].map(([time]) => time), ['2026-01-02T12:00:00+09:00', '2026-01-02T00:00:00+09:00', '2026-01-02T00:00:00+09:00', '2026-07-02T03:04:05+09:00'])
  assert.is(refusal(() => run('schedule')), '--session schedule is set but schedule is not set to this workflow.')
  assert.is(refusal(() => run('now')), '--session must be hourly, daily, last, "yyyy-MM-dd", or "yyyy-MM-dd HH:mm:SS" format: now')
})

test.run()
