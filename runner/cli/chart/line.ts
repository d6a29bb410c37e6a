import { escapeHtml } from './escape.ts'
import { dayNumber, dayText, gridValues, meanOf, namedDays, scaleOf, shortNumber, type Point, type Series } from './series.ts'

export const WIDTH = 720
export const HEIGHT = 200
const MARGIN = { top: 12, right: 12, bottom: 26, left: 52 }
const INNER = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom }
const NAMED_DAYS = 5
/** Longer ones would have more marks than anybody can point at. */
const MOST_MARKS = 130

/** Colours and type of the charts, in light and in dark. */
export const LINE_STYLE = `:root{color-scheme:light dark;--ink:#1d2330;--soft:#5b6577;--line:#e3e7ee;--paper:#fff;--mark:#2563eb;--bar:#10b981}
@media(prefers-color-scheme:dark){:root{--ink:#e7eaf0;--soft:#a3adbd;--line:#2b3242;--paper:#12161f;--mark:#60a5fa;--bar:#34d399}}
svg text{fill:var(--soft);font:11px system-ui,sans-serif}
.grid{stroke:var(--line)}.line{fill:none;stroke:var(--mark);stroke-width:1.75;stroke-linejoin:round}.area{fill:var(--mark);opacity:.1}.dot{fill:var(--mark)}.hit{fill:transparent}.hit:hover{fill:var(--mark)}`

/** `mean 2,772, most 3,605 on 2026-11-24`. */
export function factsOf({ points }: Series): string {
  const most = points.reduce((one, other) => (other.value > one.value ? other : one))
  return `mean ${shortNumber(Math.round(meanOf(points)))}, most ${shortNumber(most.value)} on ${most.day}`
}

/** One series as an SVG element: a grid with its numbers and days, a line that breaks where days have no number, and each day's number to point at. */
export function lineSvg(series: Series): string {
  const scale = scaleOf(series.points)
  const first = dayNumber(scale.first)
  const x = (day: number): number => (scale.days === 1 ? MARGIN.left + INNER.width / 2 : MARGIN.left + (day / (scale.days - 1)) * INNER.width)
  const place = (point: Point): Place => ({ x: fixed(x(dayNumber(point.day) - first)), y: fixed(MARGIN.top + (1 - point.value / scale.high) * INNER.height) })
  const parts = [grid(scale.high), dates(namedDays(scale.days, NAMED_DAYS), first, x), ...runsOf(series).map((run) => lineOf(run.map(place)))]
  const marks = scale.days > MOST_MARKS ? [] : series.points.map((point) => { const at = place(point); return `<circle class="hit" cx="${at.x}" cy="${at.y}" r="4"><title>${point.day}: ${point.value.toLocaleString('en-US')}</title></circle>` })
  const told = `${series.name}, ${series.unit}, from ${scale.first} to ${scale.last}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${escapeHtml(told)}</title><desc>${factsOf(series)}</desc>${[...parts, ...marks].join('')}</svg>`
}

interface Place { readonly x: string; readonly y: string }
const fixed = (value: number): string => value.toFixed(1)
const BASE = MARGIN.top + INNER.height

const grid = (high: number): string => gridValues(high).map((value) => {
  const y = MARGIN.top + (1 - value / high) * INNER.height
  return `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${fixed(y)}" y2="${fixed(y)}"/><text x="${MARGIN.left - 8}" y="${fixed(y + 4)}" text-anchor="end">${shortNumber(value)}</text>`
}).join('')

const dates = (days: readonly number[], first: number, x: (day: number) => number): string => days.map((day, i) => {
  const anchor = days.length === 1 ? 'middle' : i === 0 ? 'start' : i === days.length - 1 ? 'end' : 'middle'
  return `<line class="grid" x1="${fixed(x(day))}" x2="${fixed(x(day))}" y1="${BASE}" y2="${BASE + 4}"/><text${i % 2 === 1 && days.length > 2 ? ' class="between"' : ''} x="${fixed(x(day))}" y="${HEIGHT - 6}" text-anchor="${anchor}">${dayText(first + day)}</text>`
}).join('')

/** A day that stands alone is a dot: a line needs two. */
function lineOf(places: readonly Place[]): string {
  const [start, end] = [places[0], places.at(-1)]
  if (!start || !end) return ''
  if (places.length === 1) return `<circle class="dot" cx="${start.x}" cy="${start.y}" r="2.5"/>`
  const points = places.map(({ x, y }) => `${x},${y}`).join(' ')
  return `<polygon class="area" points="${start.x},${BASE} ${points} ${end.x},${BASE}"/><polyline class="line" points="${points}"/>`
}

/** Days without a value break the line. */
function runsOf(series: Series): readonly (readonly Point[])[] {
  const runs: Point[][] = []
  for (const point of [...series.points].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run && before && dayNumber(point.day) - dayNumber(before.day) <= 1) run.push(point)
    else runs.push([point])
  }
  return runs
}
