import * as assert from 'uvu/assert'
import { htmlChart } from '../../../runner/cli/chart/html.ts'
import { niceCeiling, scaleOf, shortNumber, type AccountChart } from '../../../runner/cli/chart/series.ts'
import { svgChart } from '../../../runner/cli/chart/svg.ts'
import { terminalChart } from '../../../runner/cli/chart/terminal.ts'
import { displayWidth } from '../../../runner/cli/rows.ts'
import { suite } from '../../support/suite.ts'

const chart = suite('cli/chart')

const HOSTILE = '</title><script>alert(1)</script> "quoted" & <b>'
const sample: AccountChart = {
  account: `@kite (${HOSTILE})`, mediaMetric: 'views',
  series: [{ name: 'reach', points: [{ day: '2026-01-01', value: 10 }, { day: '2026-01-02', value: 40 }, { day: '2026-01-05', value: 20 }] }, { name: 'views', points: [] }],
  topMedia: [{ title: HOSTILE, kind: 'reels', posted: '2026-01-01', value: 22_600, url: 'https://www.instagram.com/p/x/' }, { title: 'b', kind: 'feed', posted: '2026-01-02', value: 10, url: 'javascript:alert(1)' }],
}

chart('a scale spans the days and ends at a round number', () => {
  assert.equal(scaleOf(sample.series[0]?.points ?? []), { first: '2026-01-01', days: 5, low: 0, high: 40 })
  assert.equal([1, 7, 41, 1201, 99_000].map(niceCeiling), [1, 8, 50, 1500, 100_000])
  assert.equal([999, 1234, 22_600, 4_500_000, 0.5].map(shortNumber), ['999', '1,234', '22.6k', '4.5M', '0.5'])
})

chart('as text it fits the terminal, and a day without a number is a gap', () => {
  const lines = terminalChart(sample, { width: 70, color: false }).split('\n')
  assert.equal(lines.filter((line) => displayWidth(line) > 70), [])
  assert.ok(lines.includes('      40 │   ███         '), lines.join('\n'))
  assert.ok(lines.includes('       0 │██████      ███'))
  assert.not.match(terminalChart(sample, { width: 70, color: false }), 'views  by day')
})

chart('names and captions are data in a page and in a picture, and no foreign address is followed', () => {
  for (const text of [htmlChart([sample], { title: HOSTILE, made: 'now' }), svgChart([sample], { title: HOSTILE })]) {
    assert.not.match(text, /<script|<b>|javascript:/)
    assert.not.match(text, /src=|@import|url\(/)
  }
  assert.match(htmlChart([sample], { title: 't', made: 'now' }), 'href="https://www.instagram.com/p/x/"')
})

chart.run()
