import { CHART_STYLE, escapeHtml, lineSvg } from './html.ts'
import { shortNumber, type AccountChart } from './series.ts'

const WIDTH = 720
const PANEL = 200
const TITLE = 30
const ROW = 20
const BAR = 220

/** Everything as one SVG file that loads nothing. */
export function svgChart(charts: readonly AccountChart[], options: { readonly title: string }): string {
  let y = 0
  const parts: string[] = []
  const line = (text: string, size: number): void => { y += TITLE; parts.push(`<text x="8" y="${y - 8}" style="font-size:${size}px;fill:var(--ink)">${escapeHtml(text)}</text>`) }
  for (const chart of charts) {
    line(chart.account, 20)
    for (const series of chart.series.filter(({ points }) => points.length > 0)) {
      line(series.name, 14)
      parts.push(lineSvg(series).replace('<svg ', `<svg y="${y}" width="${WIDTH}" height="${PANEL}" `))
      y += PANEL
    }
    if (chart.topMedia.length === 0) continue
    line(`top media by ${chart.mediaMetric}`, 14)
    const highest = Math.max(1, ...chart.topMedia.map(({ value }) => value))
    for (const item of chart.topMedia) {
      const title = item.title.replace(/\s+/g, ' ')
      parts.push(`<text x="60" y="${y + 13}" text-anchor="end">${shortNumber(item.value)}</text><rect x="68" y="${y + 4}" width="${Math.max(1, (item.value / highest) * BAR).toFixed(1)}" height="10" rx="2" fill="var(--bar)"/>`
        + `<text x="${68 + BAR + 8}" y="${y + 13}">${escapeHtml(`${item.posted} ${item.kind}  ${title.length > 48 ? `${title.slice(0, 47)}…` : title}`)}</text>`)
      y += ROW
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 8}" role="img" aria-label="${escapeHtml(options.title)}"><style>${CHART_STYLE}svg{background:var(--paper)}</style>${parts.join('\n')}</svg>\n`
}
