import { displayWidth } from '../rows.ts'
import { dayNumber, dayText, meanOf, namedDays, scaleOf, shortNumber, type AccountChart, type Scale, type Series, type TopMedia } from './series.ts'

const HEIGHT = 8
/** Columns that a day may take where there is room. */
const WIDEST_DAY = 3
const LABEL_WIDTH = 8
const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
const GAP = '·'
const DATE_WIDTH = 10
const MAX_BAR = 24
/** Blanks, day and kind of a line of media; a narrower terminal has no room for kind and bar. */
const MEDIA_COLUMNS = 26
const NARROW = 60

interface Look { readonly width: number; readonly color: boolean }

/** The charts of one account as text, at most `width` columns wide (and at least 40). */
export function terminalChart(chart: AccountChart, look: Look): string {
  const parts = chart.series.filter((series) => series.points.length > 0).map((series, i) => seriesText(series, look, i))
  const media = chart.topMedia.length > 0 ? [mediaText(chart.topMedia, chart.mediaMetric, look)] : []
  return [bold(cut(chart.account, look.width), look.color), ...parts, ...media].join('\n\n')
}

const bold = (text: string, color: boolean): string => (color ? `\u001b[1m${text}\u001b[0m` : text)
const COLORS = [36, 32, 35, 33]
const painted = (text: string, color: boolean, i: number): string => (color ? `\u001b[${COLORS[i % COLORS.length]}m${text}\u001b[0m` : text)

function seriesText(series: Series, { width, color }: Look, index: number): string {
  const scale = scaleOf(series.points)
  const room = Math.max(DATE_WIDTH, width - LABEL_WIDTH - 3)
  const cells = Math.min(room, scale.days)
  const repeat = Math.max(1, Math.min(WIDEST_DAY, Math.floor(room / cells)))
  const values = bucketed(series, cells)
  const rows = Array.from({ length: HEIGHT }, (_, i) => {
    const bottom = HEIGHT - 1 - i
    const label = i === 0 ? shortNumber(scale.high) : i === HEIGHT / 2 && scale.high % 2 === 0 ? shortNumber(scale.high / 2) : bottom === 0 ? '0' : ''
    return `${label.padStart(LABEL_WIDTH)} │${painted(values.map((value) => cellOf(value, scale.high, bottom).repeat(repeat)).join(''), color, index)}`
  })
  const facts = [`mean ${shortNumber(Math.round(meanOf(series.points)))}`, ...(scale.days > cells ? [`${Math.ceil(scale.days / cells)} days a column`] : []), ...(values.includes(undefined) ? [`${GAP} no number`] : [])]
  return [`  ${bold(series.name, color)}  ${cut([series.unit, ...facts].join(', '), width - series.name.length - 4)}`, ...rows, ...dateAxis(scale, cells, repeat)].join('\n')
}

/** One character of a column: a day that Meta told no number of is marked at the bottom, for it is no zero. */
function cellOf(value: number | undefined, high: number, bottom: number): string {
  if (value === undefined) return bottom === 0 ? GAP : ' '
  const eighths = Math.round(Math.min(1, Math.max(0, (value / high) * HEIGHT - bottom)) * 8)
  return BLOCKS[value > 0 && bottom === 0 ? Math.max(1, eighths) : eighths] ?? ' '
}

/** The line under a chart, and as many days below it as have room. */
function dateAxis(scale: Scale, cells: number, repeat: number): readonly string[] {
  const columns = cells * repeat
  if (scale.days > 1 && columns < 2 * DATE_WIDTH + 4) return [`${' '.repeat(LABEL_WIDTH)} └${'─'.repeat(columns)}`, `${' '.repeat(LABEL_WIDTH + 2)}${scale.first} to ${scale.last}`]
  const days = namedDays(scale.days, Math.max(1, Math.floor((columns + 4) / (DATE_WIDTH + 4))))
  const column = (day: number): number => Math.min(columns - 1, Math.floor((day * cells) / scale.days) * repeat + (repeat >> 1))
  let line = ''
  for (const day of days) {
    const start = days.length > 1 && day === days.at(-1) ? columns - DATE_WIDTH : day === 0 ? 0 : Math.round(column(day) - DATE_WIDTH / 2)
    line = `${line.padEnd(start)}${dayText(dayNumber(scale.first) + day)}`
  }
  const ticks = new Set(days.map(column))
  const axis = Array.from({ length: columns }, (_, i) => (ticks.has(i) ? '┴' : '─')).join('')
  return [`${' '.repeat(LABEL_WIDTH)} └${axis}`, `${' '.repeat(LABEL_WIDTH + 2)}${line}`]
}

/** The mean of the days that fall into each column; a column without a value is a gap. */
function bucketed(series: Series, columns: number): readonly (number | undefined)[] {
  const scale = scaleOf(series.points)
  const sums = Array.from({ length: columns }, () => ({ sum: 0, count: 0 }))
  for (const point of series.points) {
    const cell = sums[Math.min(columns - 1, Math.floor(((dayNumber(point.day) - dayNumber(scale.first)) * columns) / scale.days))]
    if (cell) { cell.sum += point.value; cell.count++ }
  }
  return sums.map(({ sum, count }) => (count === 0 ? undefined : sum / count))
}

function mediaText(media: readonly TopMedia[], metric: string, { width, color }: Look): string {
  const highest = Math.max(1, ...media.map((item) => item.value))
  const left = Math.max(0, width - LABEL_WIDTH - MEDIA_COLUMNS)
  const widest = Math.min(MAX_BAR, Math.floor(left / 3))
  const lines = media.map((item) => {
    const [value, title] = [shortNumber(item.value).padStart(LABEL_WIDTH), item.title.replace(/\s+/g, ' ')]
    if (width < NARROW) return `  ${value} ${item.posted}  ${cut(title, width - LABEL_WIDTH - DATE_WIDTH - 5)}`
    const bar = '█'.repeat(item.value === 0 ? 0 : Math.max(1, Math.round((item.value / highest) * widest)))
    const head = `  ${value} ${painted(bar.padEnd(widest), color, 1)} ${item.posted}  ${item.kind.padEnd(8)} `
    return `${head}${cut(title, left - widest)}`
  })
  return [`  ${bold('top media', color)}  by ${metric}`, ...lines].join('\n')
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const char of text) { if (displayWidth(kept + char) > width - 1) break; kept += char }
  return width < 1 ? '' : `${kept}…`
}
