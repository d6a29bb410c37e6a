import { readFile, readdir } from 'node:fs/promises'
import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import type { Json, JsonObject } from '../../../runner/model/json.ts'
import { NEVER, type Scheduler } from '../../../runner/model/schedule.ts'
import { formatInstant, formatOffsetTime, parseOffsetTime } from '../../../runner/model/time.ts'
import { parseDuration, readSchedule } from '../../../runner/dig/schedule.ts'
import { readYaml } from '../../../runner/dig/yaml.ts'

const CASES = new URL('../../conformance/cases/', import.meta.url)
const test = suite('schedule')
const NEW_YORK = 'America/New_York'

const at = (text: string): number => {
  const millis = parseOffsetTime(text)
  if (millis === undefined) throw new Error(`no time: ${text}`)
  return millis
}
const open = (config: Json, zone = 'UTC'): Scheduler => {
  const { scheduler, problems } = readSchedule(config, zone)
  if (scheduler === undefined) throw new Error(problems.map(({ message }) => message).join())
  return scheduler
}
const refusal = (config: Json): string => {
  const { scheduler, problems, code } = readSchedule(config, 'UTC')
  if (scheduler !== undefined) throw new Error('was accepted')
  return `${code}: ${problems.map(({ message }) => message).join('|')}`
}

interface Step { readonly push?: string; readonly scheduleFrom?: string; readonly schedules?: boolean }
interface Listed { readonly workflow: string; readonly nextRunTime: string; readonly nextScheduleTime: string }

for (const name of (await readdir(CASES)).filter((entry) => entry.startsWith('sched-'))) {
  test(`${name} holds`, async () => {
    const { steps = [] } = JSON.parse(await readFile(new URL(`${name}/case.json`, CASES), 'utf8')) as { steps?: readonly Step[] }
    const { results } = JSON.parse(await readFile(new URL(`${name}/expected.json`, CASES), 'utf8')) as { results: readonly { push?: { message?: string }; schedules?: readonly Listed[] }[] }
    let pushed: Step = {}
    for (const [i, step] of steps.entries()) {
      if (step.push !== undefined) pushed = step
      const message = results[i]?.push?.message
      if (message !== undefined) assert.ok((await readFolder(`${name}/${step.push}`)).some((file) => (readSchedule(file['schedule'] ?? null, 'UTC').problems[0]?.message ?? '').startsWith(message)), message)
      for (const listed of results[i]?.schedules ?? []) {
        const file = await readDig(`${name}/${pushed.push}/${listed.workflow}.dig`)
        const zone = (file['timezone'] as string | undefined) ?? 'UTC'
        const first = open(file['schedule'] ?? null, zone).first(at(pushed.scheduleFrom ?? ''))
        assert.equal({ workflow: listed.workflow, nextRunTime: formatInstant(first.runTime), nextScheduleTime: formatOffsetTime(first.time, zone) }, listed)
      }
    }
  })
}

const readDig = async (path: string): Promise<JsonObject> => readYaml(await readFile(new URL(path, CASES), 'utf8'), path).value as JsonObject
async function readFolder(path: string): Promise<readonly JsonObject[]> {
  return Promise.all((await readdir(new URL(path, CASES))).filter((file) => file.endsWith('.dig')).map((file) => readDig(`${path}/${file}`)))
}

test('next and last go from slot to slot', () => {
  const daily = open({ 'daily>': '07:00:00' }, 'Asia/Tokyo')
  assert.equal(daily.next(at('2026-01-02T00:00:00+09:00')), { time: at('2026-01-03T00:00:00+09:00'), runTime: at('2026-01-03T07:00:00+09:00') })
  assert.is(daily.last(at('2026-01-02T00:00:00+09:00')).time, at('2026-01-01T00:00:00+09:00'))
  assert.is(daily.last(at('2026-01-02T12:04:05+09:00')).time, at('2026-01-02T00:00:00+09:00'))
  const cron = open({ 'cron>': '30 6 * * *' }, NEW_YORK)
  assert.is(cron.last(at('2026-03-08T06:30:00-04:00')).time, at('2026-03-07T06:30:00-05:00'))
  assert.is(cron.next(at('2026-03-08T06:30:00-04:00')).time, at('2026-03-09T06:30:00-04:00'))
  const monthly = open({ 'monthly>': '31,00:00:00' })
  assert.is(monthly.last(at('2026-03-31T00:00:00Z')).time, at('2026-01-31T00:00:00Z'))
})

test('the way back over irregular slots is digdag\'s, which may answer what is no slot', () => {
  assert.is(open({ 'cron>': '30 9 * * 1-5' }).last(at('2026-01-05T09:30:00Z')).time, at('2026-01-03T09:30:00Z'))
})

test('an hourly schedule passes over the repeated hour of the autumn', () => {
  const hourly = open({ 'hourly>': '00:00' }, 'Europe/Berlin')
  assert.is(hourly.next(at('2026-10-25T00:05:00Z')).time, at('2026-10-25T02:00:00Z'))
  assert.is(hourly.next(at('2026-03-29T00:00:00Z')).time, at('2026-03-29T01:00:00Z'))
})

test('seconds count from the epoch', () => {
  const seconds = open({ 'seconds_interval>': 7 })
  assert.is(seconds.next(70_000).time, 77_000)
  assert.is(seconds.last(77_000).time, 70_000)
  assert.is(seconds.last(77_001).time, 77_000)
  assert.is(seconds.first(77_000).time, 77_000)
  assert.is(seconds.first(77_001).time, 84_000)
})

test('a schedule that is over stays over', () => {
  const over = open({ 'daily>': '10:00:00', end: '2026-01-02' })
  assert.equal(over.next(at('2026-01-02T00:00:00Z')), { time: NEVER, runTime: NEVER })
  assert.equal(over.next(NEVER), { time: NEVER, runTime: NEVER })
})

test('ranges, steps, names and both numbers of Sunday are cron4j\'s', () => {
  const next = (pattern: string, from = '2026-01-01T00:00:00Z') => formatInstant(open({ 'cron>': pattern }).next(at(from)).time)
  assert.equal(
    [next('0 22-2 * * *', '2026-01-01T02:00:00Z'), next('0 0 * feb-APR *'), next('0 0 * * 7'), next('0 0 * * 5-7', '2026-01-03T00:00:00Z'), next('0 0 l * *'), next('*/25 * * * *', '2026-01-01T00:50:00Z'), next('0 0 29 2 *'), next('1,,3 * * * *'), next('0 0 * * fri|0 12 * * thu')],
    ['2026-01-01T22:00:00Z', '2026-02-01T00:00:00Z', '2026-01-04T00:00:00Z', '2026-01-04T00:00:00Z', '2026-01-31T00:00:00Z', '2026-01-01T01:00:00Z', '2028-02-29T00:00:00Z', '2026-01-01T00:01:00Z', '2026-01-01T12:00:00Z'])
})

test('patterns that cron4j refuses are refused in its words, as a failure of the server', () => {
  assert.is(refusal({ 'cron>': '0 0 * *' }), 'internal: invalid pattern: "0 0 * *"')
  assert.is(refusal({ 'cron>': '60 0 * * *' }), 'internal: invalid pattern "60 0 * * *". Error parsing minutes field: invalid field "60", invalid element "60", invalid range, invalid value "60", value out of range.')
  assert.is(refusal({ 'monthly>': '32,00:00:00' }), 'internal: invalid pattern "0 0 32 * *". Error parsing days of month field: invalid field "32", invalid element "32", invalid range, invalid value "32", value out of range.')
  assert.match(refusal({ 'cron>': '0 0 * foo *' }), 'invalid alias "foo"')
  assert.match(refusal({ 'minutes_interval>': 0 }), 'internal: invalid pattern "*/0 * * * *". Error parsing minutes field: invalid field "*/0", invalid element "*/0", non positive divisor "0".')
})

test('of the days that a month lacks cron4j counts on into the next month', () => {
  const next = (pattern: string, from: string) => formatInstant(open({ 'cron>': `0 0 ${pattern}` }).next(at(from)).time)
  assert.equal(
    [next('*/10 * *', '2031-02-25T06:59:00Z'), next('*/15 * *', '2031-02-20T06:59:00Z'), next('30,1 * *', '2031-02-05T06:59:00Z'), next('31,2,3,4 * *', '2031-02-05T06:59:00Z'), next('31,1 * *', '2031-04-05T06:59:00Z'), next('*/3 * *', '2032-02-29T06:59:00Z')],
    ['2031-03-11T00:00:00Z', '2031-03-16T00:00:00Z', '2031-03-30T00:00:00Z', '2031-03-03T00:00:00Z', '2031-05-01T00:00:00Z', '2032-03-04T00:00:00Z'])
})

test('a bad skip option does not refuse a push, but is warned about', () => {
  const reading = readSchedule({ 'daily>': '07:00:00', skip_on_overtime: 'yes', skip_delayed_by: 'x' }, 'UTC')
  assert.is(reading.scheduler?.skipOnOvertime, false)
  assert.equal(reading.problems.map(({ severity }) => severity), ['warning', 'warning'])
})

test('a day that is none is refused as Java refuses it', () => {
  const reason = (start: string) => /could not be parsed(.*)\)$/.exec(refusal({ 'daily>': '07:00:00', start }))?.[1]
  assert.equal(['x', '2031/01/01', '2031-02-30', '2031-02-29', '2031-13-01', '2031-01-45'].map(reason),
    [' at index 0', ' at index 4', ": Invalid date 'FEBRUARY 30'", ": Invalid date 'February 29' as '2031' is not a leap year", ': Invalid value for MonthOfYear (valid values 1 - 12): 13', ': Invalid value for DayOfMonth (valid values 1 - 28/31): 45'])
})

test('what digdag refuses with 400 keeps its message', () => {
  assert.equal([
    refusal('07:00:00'), refusal({ daily: '10:00:00' }), refusal({ 'yearly>': 1 }), refusal({ _type: 'daily', _command: '10:00:00' }), refusal({ 'daily>': null }), refusal({ 'daily>': '10:00:xx' }),
    refusal({ 'weekly>': 'Xyz,00:00:00' }), refusal({ 'monthly>': '1, 00:00:00' }), refusal({ 'daily>': '00:00:00', start: '2026-01-02', end: '2026-01-01' }), refusal({ 'minutes_interval>': 'x' }),
  ], [
    "invalid: Parameter 'schedule' must be an object", 'invalid: Schedule config requires \'type>: at\' parameter: {"daily":"10:00:00"}', 'invalid: Unknown scheduler type: yearly', "invalid: Parameter '_command' is not used at schedule. \n",
    "invalid: Parameter 'daily>' is required but null", 'invalid: daily> scheduler requires hh:mm:ss format: 10:00:xx', 'invalid: weekly>: scheduler requires day,hh:mm:ss format: Xyz,00:00:00',
    'invalid: monthly> scheduler requires hh:mm:ss format:  00:00:00', 'invalid: The schedule of end is earlier than start', 'invalid: Expected integer (int) type for key \'_command\' but got "x" (string)',
  ])
})

test('every unused key has its line', () => {
  assert.is(refusal({ 'daily>': '00:00:00', 'wrong>': 1, skip_overtime: true }), "invalid: Parameter 'skip_overtime' is not used at schedule. > Did you mean '[skip_on_overtime]'?\nParameter 'wrong>' is not used at schedule. \n")
})

test('a pattern that no day meets is refused instead of searched for ever', () => {
  assert.match(refusal({ 'cron>': '0 0 31 2 *' }), 'no day matches')
})

test('surprises of the language are warned about', () => {
  assert.match(readSchedule({ 'cron>': '0 0 20 * 1' }, 'UTC').problems[0]?.message ?? '', 'must both match')
  assert.match(readSchedule({ 'minutes_interval>': 7 }, 'UTC').problems[0]?.message ?? '', 'starts anew')
  assert.equal(readSchedule({ 'minutes_interval>': 20 }, 'UTC').problems, [])
})

test('options are read', () => {
  const { skipOnOvertime, skipDelayedBy } = open({ 'daily>': '10:00:00', skip_on_overtime: 'true', skip_delayed_by: '1h 30m' })
  assert.equal({ skipOnOvertime, skipDelayedBy }, { skipOnOvertime: true, skipDelayedBy: 5_400_000 })
  assert.equal(['1d', '3m', ' 1 h 2 s ', '', 'x', '1m 1h'].map(parseDuration), [86_400_000, 180_000, 3_602_000, undefined, undefined, undefined])
})

test.run()
