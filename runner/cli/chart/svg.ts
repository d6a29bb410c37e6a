import { escapeHtml } from './escape.ts'
import { cut } from './html.ts'
import { factsOf, HEIGHT, lineSvg, LINE_STYLE, WIDTH } from './line.ts'
import { shortNumber, type AccountChart } from './series.ts'

const TITLE = 30
const ROW = 20
const BAR = 220
/** A wide letter takes twice the room of a narrow one. */
const CAPTION_LETTERS = 44

/** Everything as one SVG file that loads nothing. */
export function svgChart(charts: readonly AccountChart[], options: { readonly title: string }): string {
  let y = 8
  const parts: string[] = []
  const line = (text: string, size: number, more = ''): void => {
    y += TITLE
    parts.push(`<text x="8" y="${y - 8}" style="font-size:${size}px;fill:var(--ink)">${escapeHtml(text)}${more === '' ? '' : `<tspan dx="8" style="font-size:11px;fill:var(--soft)">${escapeHtml(more)}</tspan>`}</text>`)
  }
  for (const chart of charts) {
    line(chart.account, 20)
    for (const series of chart.series.filter(({ points }) => points.length > 0)) {
      line(series.name, 14, `${series.unit}; ${factsOf(series)}`)
      parts.push(lineSvg(series).replace('<svg ', `<svg y="${y}" width="${WIDTH}" height="${HEIGHT}" `))
      y += HEIGHT
    }
    if (chart.topMedia.length === 0) continue
    line('top media', 14, `by ${chart.mediaMetric}`)
    const highest = Math.max(1, ...chart.topMedia.map(({ value }) => value))
    for (const { value, posted, kind, title } of chart.topMedia) {
      parts.push(`<text x="60" y="${y + 13}" text-anchor="end">${shortNumber(value)}</text><rect x="68" y="${y + 4}" width="${((value / highest) * BAR).toFixed(1)}" height="10" rx="2" fill="var(--bar)"/>`
        + `<text x="${68 + BAR + 8}" y="${y + 13}">${escapeHtml(`${posted} ${kind}  ${cut(title.replace(/\s+/g, ' '), CAPTION_LETTERS)}`)}</text>`)
      y += ROW
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 12}" role="img"><title>${escapeHtml(options.title)}</title><style>${LINE_STYLE}</style><rect width="100%" height="100%" fill="var(--paper)"/>${parts.join('\n')}</svg>\n`
}
