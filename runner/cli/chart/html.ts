import { escapeHtml } from './escape.ts'
import { factsOf, lineSvg, LINE_STYLE } from './line.ts'
import { shortNumber, type AccountChart } from './series.ts'

const STYLE = `${LINE_STYLE}
body{margin:0 auto;padding:2rem 1.25rem;max-width:760px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.4rem;margin:2rem 0 .5rem}h2{font-size:1rem;margin:1.75rem 0 .25rem}h2 small{font-weight:400;color:var(--soft);margin-left:.5rem}p,td,th,summary{color:var(--soft)}
svg{width:100%;height:auto;display:block;overflow:visible}table{border-collapse:collapse;width:100%}td,th{padding:.35rem .5rem;border-bottom:1px solid var(--line);text-align:left;font-weight:400;vertical-align:top}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.number{color:var(--ink)}td.short{white-space:nowrap}td.caption{overflow-wrap:anywhere}td.bar{width:25%}td.bar i{display:block;height:.6rem;margin-top:.45rem;border-radius:2px;background:var(--bar)}
details{margin:1.5rem 0}summary{cursor:pointer}a{color:var(--mark)}
@media(max-width:520px){.bar,.kind,.between{display:none}svg text{font-size:17px}}`

/** One self-contained page: no script, no font, no address of another site is loaded. */
export function htmlChart(charts: readonly AccountChart[], options: { readonly title: string; readonly made: string }): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(options.title)}</title><style>${STYLE}</style></head><body>
${charts.map(accountHtml).join('\n')}
<p>${escapeHtml(options.made)}</p></body></html>
`
}

function accountHtml(chart: AccountChart): string {
  const series = chart.series.filter(({ points }) => points.length > 0)
  return [
    `<h1>${escapeHtml(chart.account)}</h1>`, ...series.map((one) => `<h2>${escapeHtml(one.name)} <small>${escapeHtml(one.unit)}; ${factsOf(one)}</small></h2>\n${lineSvg(one)}`),
    ...(chart.topMedia.length > 0 ? [mediaHtml(chart)] : []), ...(series.length > 0 ? [numbersHtml(series)] : []),
  ].join('\n')
}

/** Every number of the lines, for those who do not see them and those who want to know exactly. */
function numbersHtml(series: AccountChart['series']): string {
  const days = [...new Set(series.flatMap(({ points }) => points.map(({ day }) => day)))].sort().reverse()
  const columns = series.map(({ points }) => new Map(points.map(({ day, value }) => [day, value])))
  const rows = days.map((day) => `<tr><td class="short">${escapeHtml(day)}</td>${columns.map((values) => `<td class="number">${values.get(day)?.toLocaleString('en-US') ?? '–'}</td>`).join('')}</tr>`)
  return `<details><summary>The numbers by day</summary><table><thead><tr><th>day</th>${series.map(({ name }) => `<th class="number">${escapeHtml(name)}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></details>`
}

function mediaHtml({ topMedia, mediaMetric }: AccountChart): string {
  const highest = Math.max(1, ...topMedia.map(({ value }) => value))
  const rows = topMedia.map(({ value, posted, kind, title, url }) => `<tr><td class="number" title="${value.toLocaleString('en-US')}">${shortNumber(value)}</td><td class="bar"><i style="width:${((value / highest) * 100).toFixed(1)}%"></i></td><td class="short">${escapeHtml(posted)}</td><td class="short kind">${escapeHtml(kind)}</td><td class="caption">${titleHtml(title, url)}</td></tr>`)
  return `<h2>top media <small>by ${escapeHtml(mediaMetric)}</small></h2>\n<table><thead><tr><th class="number">${escapeHtml(mediaMetric)}</th><th class="bar"></th><th>posted</th><th class="kind">kind</th><th>caption</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}

const titleHtml = (title: string, url: string | null): string => {
  const text = escapeHtml(cut(title, 90))
  return url && /^https:\/\//.test(url) ? `<a href="${escapeHtml(url)}" rel="noreferrer">${text}</a>` : text
}

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** At most so many letters as a person counts them, so that no emoji is cut in two. */
export function cut(text: string, most: number): string {
  const all = [...letters.segment(text)]
  return all.length > most ? `${all.slice(0, most - 1).map(({ segment }) => segment).join('')}…` : text
}
