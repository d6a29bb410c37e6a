import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import type { JsonObject } from '../../../runner/model/json.ts'
import { checkSla, slaTime } from '../../../runner/dig/sla.ts'

const test = suite('sla')
const NOON = Date.UTC(2026, 0, 2, 12, 0, 0, 250)
const due = (sla: JsonObject, zone = 'UTC', at = NOON): string => new Date(slaTime({ sla }, at, zone) ?? NaN).toISOString()
const refusal = (sla: JsonObject): string => {
  try { slaTime({ sla }, NOON, 'UTC') } catch (error) { return (error as Error).message }
  return 'accepted'
}

test('a duration counts from the start', () => {
  assert.is(due({ duration: '00:00:02' }), '2026-01-02T12:00:02.250Z')
  assert.is(due({ duration: '01:30' }), '2026-01-02T13:30:00.250Z')
})

test('a time is the next of the zone\'s wall clock, tomorrow when it is past', () => {
  assert.is(due({ time: '13:00' }), '2026-01-02T13:00:00.250Z')
  assert.is(due({ time: '12:00:00' }), '2026-01-02T12:00:00.250Z')
  assert.is(due({ time: '11:59:59' }), '2026-01-03T11:59:59.250Z')
  assert.is(due({ time: '22:00' }, 'Asia/Tokyo'), '2026-01-02T13:00:00.250Z')
  assert.is(due({ time: '25:00' }), '2026-01-03T01:00:00.250Z')
})

test('without an sla nothing fires', () => {
  assert.is(slaTime({}, NOON, 'UTC'), undefined)
})

test('broken forms are refused in digdag\'s words', () => {
  const broken: readonly JsonObject[] = [{ time: '10:00', duration: '01:00' }, {}, { time: 'ten:00' }, { duration: '90' }, { time: 10 }]
  assert.equal(broken.map(refusal), [
    "SLA must be specified using either the 'time' or 'duration' option", "SLA must be specified using either the 'time' or 'duration' option",
    'SLA time option needs to be HH:MM or HH:MM:SS format: Optional.of(ten:00)', 'SLA duration option needs to be HH:MM or HH:MM:SS format: Optional.absent()', 'SLA time option needs to be HH:MM or HH:MM:SS format: Optional.of(10)',
  ])
})

test('a check tells of errors and of keys that do nothing', () => {
  assert.is(checkSla({ time: 'x' })[0]?.severity, 'error')
  assert.is(checkSla('02:00')[0]?.message, "Parameter 'sla' must be an object")
  assert.equal(checkSla({ duration: '01:00', fail: true, alert: false, '+late': { 'echo>': 'late' } }), [])
  assert.equal(checkSla({ duration: '01:00', fial: true }), [{ message: "Parameter 'fial' is not used at sla. > Did you mean '[fail]'?", severity: 'warning' }])
  assert.equal(checkSla({ duration: '01:00', 'mail>': { data: 'late' }, to: ['a@b'] }), [])
})

test.run()
