import type { Millis } from '../model/clock.ts'
import { offsetSeconds, type Zone } from '../model/time.ts'

// Java's short names, standard and summer time, by the region's usual name; Intl knows those of the United States alone
const SHORT_NAMES: Readonly<Record<string, readonly [string, string]>> = {
  'Asia/Tokyo': ['JST', 'JDT'], 'Asia/Seoul': ['KST', 'KDT'], 'Asia/Shanghai': ['CST', 'CDT'], 'Asia/Hong_Kong': ['HKT', 'HKST'], 'Asia/Taipei': ['CST', 'CDT'], 'Asia/Singapore': ['SGT', 'SGT'],
  'Asia/Kolkata': ['IST', 'IST'], 'Asia/Calcutta': ['IST', 'IST'], 'Asia/Jakarta': ['WIB', 'WIB'], 'Asia/Manila': ['PST', 'PDT'], 'Asia/Jerusalem': ['IST', 'IDT'], 'Asia/Karachi': ['PKT', 'PKST'],
  'Europe/London': ['GMT', 'BST'], 'Europe/Dublin': ['GMT', 'IST'], 'Europe/Lisbon': ['WET', 'WEST'], 'Europe/Paris': ['CET', 'CEST'], 'Europe/Berlin': ['CET', 'CEST'], 'Europe/Madrid': ['CET', 'CEST'], 'Europe/Rome': ['CET', 'CEST'],
  'Europe/Amsterdam': ['CET', 'CEST'], 'Europe/Brussels': ['CET', 'CEST'], 'Europe/Vienna': ['CET', 'CEST'], 'Europe/Zurich': ['CET', 'CEST'], 'Europe/Stockholm': ['CET', 'CEST'], 'Europe/Oslo': ['CET', 'CEST'], 'Europe/Copenhagen': ['CET', 'CEST'],
  'Europe/Prague': ['CET', 'CEST'], 'Europe/Warsaw': ['CET', 'CEST'], 'Europe/Budapest': ['CET', 'CEST'], 'Europe/Athens': ['EET', 'EEST'], 'Europe/Helsinki': ['EET', 'EEST'], 'Europe/Kiev': ['EET', 'EEST'], 'Europe/Kyiv': ['EET', 'EEST'],
  'Europe/Bucharest': ['EET', 'EEST'], 'Europe/Sofia': ['EET', 'EEST'], 'Europe/Moscow': ['MSK', 'MSD'], 'Africa/Johannesburg': ['SAST', 'SAST'], 'Africa/Cairo': ['EET', 'EEST'], 'Africa/Lagos': ['WAT', 'WAT'], 'Africa/Nairobi': ['EAT', 'EAT'],
  'Australia/Sydney': ['AEST', 'AEDT'], 'Australia/Melbourne': ['AEST', 'AEDT'], 'Australia/Brisbane': ['AEST', 'AEDT'], 'Australia/Adelaide': ['ACST', 'ACDT'], 'Australia/Darwin': ['ACST', 'ACDT'], 'Australia/Perth': ['AWST', 'AWDT'],
  'Pacific/Auckland': ['NZST', 'NZDT'], 'America/St_Johns': ['NST', 'NDT'], 'America/Halifax': ['AST', 'ADT'], 'America/Toronto': ['EST', 'EDT'], 'America/Vancouver': ['PST', 'PDT'], 'America/Sao_Paulo': ['BRT', 'BRST'], 'America/Mexico_City': ['CST', 'CDT'],
  Japan: ['JST', 'JDT'], GB: ['GMT', 'BST'], CET: ['CET', 'CEST'], EET: ['EET', 'EEST'], WET: ['WET', 'WEST'], MET: ['MET', 'MEST'],
}

const HALF_YEAR_MS = 182 * 86_400_000

/** The short name that a printed `Date` carries: `EST`, `EDT`, `JST`; of a fixed offset the zone's own text. */
export function zoneName(at: Millis, zone: Zone): string {
  const offset = offsetSeconds(at, zone)
  const isSummer = offset > Math.min(offsetSeconds(at - HALF_YEAR_MS, zone), offsetSeconds(at + HALF_YEAR_MS, zone))
  const names = Object.hasOwn(SHORT_NAMES, zone) ? SHORT_NAMES[zone] : undefined
  if (names) return names[isSummer ? 1 : 0]
  if (!/^[A-Z][A-Za-z0-9_-]+\/|^[A-Z][a-z]/.test(zone) || zone.startsWith('Etc/')) return zone.replace(/^Etc\//, '')
  const part = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')
  return part?.value ?? zone
}
