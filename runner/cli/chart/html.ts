import { dayNumber, dayText, scaleOf, shortNumber, type AccountChart, type Series } from './series.ts'

const WIDTH = 720
const HEIGHT = 200
const MARGIN = { top: 12, right: 12, bottom: 26, left: 52 }
const INNER = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom }
const GRID_LINES = 4

/** Text as it may stand in HTML and in attributes: captions and names are data. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

export const CHART_STYLE = `:root{color-scheme:light dark;--ink:#1d2330;--soft:#667085;--line:#e3e7ee;--paper:#fff;--mark:#2563eb;--bar:#10b981}
@media(prefers-color-scheme:dark){:root{--ink:#e7eaf0;--soft:#98a2b3;--line:#2b3242;--paper:#12161f;--mark:#60a5fa;--bar:#34d399}}
body{margin:0 auto;padding:2rem 1.25rem;max-width:760px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.4rem;margin:2rem 0 .5rem}h2{font-size:1rem;margin:1.5rem 0 .25rem}p,td,th{color:var(--soft)}
svg{width:100%;height:auto;display:block}svg text{fill:var(--soft);font:11px system-ui,sans-serif}
.grid{stroke:var(--line)}.line{fill:none;stroke:var(--mark);stroke-width:1.75;stroke-linejoin:round}.area{fill:var(--mark);opacity:.1}
table{border-collapse:collapse;width:100%}td,th{padding:.35rem .5rem;border-bottom:1px solid var(--line);text-align:left;font-weight:400}
td.number{text-align:right;color:var(--ink);font-variant-numeric:tabular-nums;white-space:nowrap}td.bar{width:30%}td.bar i{display:block;height:.6rem;border-radius:2px;background:var(--bar)}a{color:var(--mark)}`

/** One self-contained page: no script, no font, no address of another site is loaded. */
export function htmlChart(charts: readonly AccountChart[], options: { readonly title: string; readonly made: string }): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(options.title)}</title><style>${CHART_STYLE}</style></head><body>
${charts.map(accountHtml).join('\n')}
<p>${escapeHtml(options.made)}</p></body></html>
`
}

const accountHtml = (chart: AccountChart): string => `<h1>${escapeHtml(chart.account)}</h1>
${chart.series.filter((series) => series.points.length > 0).map((series) => `<h2>${escapeHtml(series.name)}</h2>\n${lineSvg(series)}`).join('\n')}
${chart.topMedia.length > 0 ? mediaHtml(chart) : ''}`

/** One series as an SVG element; with `standalone` as a file of its own. */
export function lineSvg(series: Series, options: { readonly standalone?: boolean } = {}): string {
  const scale = scaleOf(series.points)
  const first = dayNumber(scale.first)
  const x = (day: number): number => MARGIN.left + ((day - first) / Math.max(1, scale.days - 1)) * INNER.width
  const y = (value: number): number => MARGIN.top + (1 - (value - scale.low) / (scale.high - scale.low)) * INNER.height
  const grid = Array.from({ length: GRID_LINES + 1 }, (_, i) => {
    const value = scale.low + ((scale.high - scale.low) * i) / GRID_LINES
    return `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/><text x="${MARGIN.left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${shortNumber(value)}</text>`
  }).join('')
  const runs = runsOf(series)
  const lines = runs.map((run) => {
    const points = run.map((point) => `${x(dayNumber(point.day)).toFixed(1)},${y(point.value).toFixed(1)}`)
    const base = y(scale.low).toFixed(1)
    const start = points[0]?.split(',')[0] ?? ''
    const end = points.at(-1)?.split(',')[0] ?? ''
    return `<polygon class="area" points="${start},${base} ${points.join(' ')} ${end},${base}"/><polyline class="line" points="${points.join(' ')}"/>`
  }).join('')
  const label = `${series.name} by day from ${scale.first} to ${dayText(first + scale.days - 1)}`
  const style = options.standalone ? `<style>${CHART_STYLE}</style>` : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(label)}">${style}${grid}${lines}<text x="${MARGIN.left}" y="${HEIGHT - 6}">${scale.first}</text><text x="${WIDTH - MARGIN.right}" y="${HEIGHT - 6}" text-anchor="end">${dayText(first + scale.days - 1)}</text></svg>`
}

/** Days without a value break the line. */
function runsOf(series: Series): readonly (readonly Series['points'][number][])[] {
  const runs: Series['points'][number][][] = []
  for (const point of [...series.points].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run && before && dayNumber(point.day) - dayNumber(before.day) <= 1) run.push(point)
    else runs.push([point])
  }
  return runs
}

function mediaHtml(chart: AccountChart): string {
  const highest = Math.max(1, ...chart.topMedia.map((item) => item.value))
  const rows = chart.topMedia.map((item) => `<tr><td class="number">${shortNumber(item.value)}</td><td class="bar"><i style="width:${((item.value / highest) * 100).toFixed(1)}%"></i></td><td>${escapeHtml(item.posted)} ${escapeHtml(item.kind)}</td><td>${titleHtml(item.title, item.url)}</td></tr>`)
  return `<h2>top media by ${escapeHtml(chart.mediaMetric)}</h2>\n<table>${rows.join('')}</table>`
}

const titleHtml = (title: string, url: string | null): string => {
  const text = escapeHtml(title.length > 90 ? `${title.slice(0, 89)}…` : title)
  return url && /^https:\/\//.test(url) ? `<a href="${escapeHtml(url)}" rel="noreferrer">${text}</a>` : text
}
