import { displayWidth } from '../rows.ts'
import { dayNumber, dayText, scaleOf, shortNumber, type AccountChart, type Series, type TopMedia } from './series.ts'

const HEIGHT = 8
/** Columns that a day may take where there is room. */
const WIDEST_DAY = 3
const LABEL_WIDTH = 8
const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
const MAX_BAR = 24
/** Blanks, day and kind of a line of media. */
const MEDIA_COLUMNS = 26

/** The charts of one account as text, at most `width` columns wide. */
export function terminalChart(chart: AccountChart, options: { readonly width: number; readonly color: boolean }): string {
  const parts = chart.series.filter((series) => series.points.length > 0).map((series, i) => seriesText(series, options, i))
  const media = chart.topMedia.length > 0 ? [mediaText(chart.topMedia, chart.mediaMetric, options)] : []
  return [`${bold(chart.account, options.color)}`, ...parts, ...media].join('\n\n')
}

const bold = (text: string, color: boolean): string => (color ? `\u001b[1m${text}\u001b[0m` : text)
const COLORS = [36, 32, 35, 33]
const painted = (text: string, color: boolean, i: number): string => (color ? `\u001b[${COLORS[i % COLORS.length]}m${text}\u001b[0m` : text)

function seriesText(series: Series, options: { readonly width: number; readonly color: boolean }, index: number): string {
  const scale = scaleOf(series.points)
  const room = Math.max(10, options.width - LABEL_WIDTH - 3)
  const cells = Math.min(room, scale.days)
  const repeat = Math.max(1, Math.min(WIDEST_DAY, Math.floor(room / cells)))
  const columns = cells * repeat
  const values = bucketed(series, cells)
  const rows = Array.from({ length: HEIGHT }, (_, i) => {
    const bottom = HEIGHT - 1 - i
    const label = i === 0 ? shortNumber(scale.high) : bottom === 0 ? '0' : ''
    const line = values.map((value) => (value === undefined ? ' ' : BLOCKS[Math.round(Math.min(1, Math.max(0, (value / scale.high) * HEIGHT - bottom)) * 8)] ?? ' ').repeat(repeat)).join('')
    return `${label.padStart(LABEL_WIDTH)} │${painted(line, options.color, index)}`
  })
  const last = dayText(dayNumber(scale.first) + scale.days - 1)
  const axis = `${' '.repeat(LABEL_WIDTH)} └${'─'.repeat(columns)}`
  const dates = `${' '.repeat(LABEL_WIDTH + 2)}${scale.first}${' '.repeat(Math.max(1, columns - scale.first.length - last.length))}${last}`
  const total = series.points.reduce((sum, point) => sum + point.value, 0)
  const perColumn = scale.days > cells ? `, ${Math.ceil(scale.days / cells)} days a column` : ''
  return [`  ${bold(series.name, options.color)}  by day, mean ${shortNumber(Math.round(total / series.points.length))}${perColumn}`, ...rows, axis, dates].join('\n')
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

function mediaText(media: readonly TopMedia[], metric: string, options: { readonly width: number; readonly color: boolean }): string {
  const highest = Math.max(1, ...media.map((item) => item.value))
  const left = Math.max(24, options.width - LABEL_WIDTH - MEDIA_COLUMNS)
  const widest = Math.min(MAX_BAR, Math.floor(left / 3))
  const room = left - widest
  const lines = media.map((item) => {
    const bar = '█'.repeat(Math.max(1, Math.round((item.value / highest) * widest)))
    return `  ${shortNumber(item.value).padStart(LABEL_WIDTH)} ${painted(bar.padEnd(widest), options.color, 1)} ${item.posted}  ${item.kind.padEnd(8)} ${cut(item.title.replace(/\s+/g, ' '), room)}`
  })
  return [`  ${bold('top media', options.color)}  by ${metric}`, ...lines].join('\n')
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const char of text) { if (displayWidth(kept + char) > width - 1) break; kept += char }
  return `${kept}…`
}
