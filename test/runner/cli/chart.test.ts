import * as assert from 'uvu/assert'
import { cut, htmlChart } from '../../../runner/cli/chart/html.ts'
import { gridValues, namedDays, niceCeiling, scaleOf, shortNumber, type AccountChart } from '../../../runner/cli/chart/series.ts'
import { svgChart } from '../../../runner/cli/chart/svg.ts'
import { terminalChart } from '../../../runner/cli/chart/terminal.ts'
import { displayWidth } from '../../../runner/cli/rows.ts'
import { suite } from '../../support/suite.ts'

const chart = suite('cli/chart')

const HOSTILE = '\u0001\ud800</title><script>alert(1)</script> "quoted" & <b>'
const sample: AccountChart = {
  account: `@kite (${HOSTILE})`, mediaMetric: 'views',
  series: [{ name: 'reach', unit: 'accounts a day', points: [{ day: '2026-01-01', value: 10 }, { day: '2026-01-02', value: 40 }, { day: '2026-01-05', value: 20 }] }, { name: 'views', unit: 'times seen a day', points: [] }],
  topMedia: [{ title: HOSTILE, kind: 'reels', posted: '2026-01-01', value: 22_600, url: 'https://www.instagram.com/p/x/' }, { title: 'b', kind: 'feed', posted: '2026-01-02', value: 10, url: 'javascript:alert(1)' }],
}

chart('a scale spans the days and ends at a round number', () => {
  assert.equal(scaleOf(sample.series[0]?.points ?? []), { first: '2026-01-01', last: '2026-01-05', days: 5, high: 40 })
  assert.equal([1, 7, 41, 1201, 99_000].map(niceCeiling), [1, 8, 50, 1500, 100_000])
  assert.equal([999, 1234, 22_600, 999_960, 4_500_000, 2_778_100_000, 0.5].map(shortNumber), ['999', '1,234', '22.6k', '1M', '4.5M', '2.8B', '0.5'])
  assert.equal([1, 3, 12, 30, 4000, 100].map((high) => gridValues(high).join(' ')), ['0 1', '0 1 2 3', '0 2 4 6 8 10 12', '0 10 20 30', '0 1000 2000 3000 4000', '0 20 40 60 80 100'])
  assert.equal([namedDays(1, 6), namedDays(2, 6), namedDays(28, 4), namedDays(28, 1)], [[0], [0, 1], [0, 9, 18, 27], [0]])
})

chart('as text it says what is counted, fits the terminal, and marks a day without a number, which is no zero', () => {
  const text = terminalChart(sample, { width: 70, color: false })
  const lines = text.split('\n')
  for (const width of [40, 60, 80, 200]) assert.equal(terminalChart(sample, { width, color: false }).split('\n').filter((line) => displayWidth(line) > width), [])
  assert.ok(lines.includes('  reach  accounts a day, mean 23, · no number'), text)
  assert.ok(lines.includes('      40 │   ███         '), text)
  assert.ok(lines.includes('      20 │   ███      ███'), text)
  assert.ok(lines.includes('       0 │██████······███'), text)
  assert.ok(lines.includes('          2026-01-01 to 2026-01-05'), text)
  assert.not.match(text, 'views  ')
  const zeros = { ...sample, series: [{ name: 'reach', unit: 'accounts a day', points: [{ day: '2026-01-01', value: 0 }, { day: '2026-01-02', value: 1 }, { day: '2026-01-03', value: 1000 }] }], topMedia: [{ title: 'a', kind: 'feed', posted: '2026-01-01', value: 0, url: null }] }
  assert.match(terminalChart(zeros, { width: 70, color: false }), /\n       0 │   ▁▁▁███\n[^]*\n +0 {10,}2026-01-01  feed     a$/)
})

chart('a long time names some of its days, at their columns', () => {
  const points = Array.from({ length: 60 }, (_, i) => ({ day: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10), value: i }))
  const lines = terminalChart({ ...sample, series: [{ name: 'reach', unit: 'accounts a day', points }] }, { width: 80, color: false }).split('\n')
  const axis = lines.findIndex((line) => line.includes('└'))
  assert.is(lines[axis + 1], '          2026-01-01     2026-01-21         2026-02-09      2026-03-01')
  assert.equal([...lines[axis] ?? ''].flatMap((char, i) => (char === '┴' ? [i - 10] : [])), [0, 20, 39, 59])
})

chart('as a picture a single day is a dot, days without a number break the line, and every number can be read as text', () => {
  const page = htmlChart([sample], { title: 't', made: 'now' })
  assert.match(page, '<title>reach, accounts a day, from 2026-01-01 to 2026-01-05</title><desc>mean 23, most 40 on 2026-01-02</desc>')
  assert.is(page.match(/<polyline/g)?.length, 1)
  assert.is(page.match(/class="dot"/g)?.length, 1)
  assert.match(page, '<title>2026-01-05: 20</title>')
  assert.match(page, '<tr><td class="short">2026-01-05</td><td class="number">20</td></tr>')
  assert.is(cut('👨‍👩‍👧‍👦🇯🇵abc', 3), '👨‍👩‍👧‍👦🇯🇵…')
})

chart('names and captions are data in a page and in a picture, and no foreign address is followed', () => {
  for (const text of [htmlChart([sample], { title: HOSTILE, made: 'now' }), svgChart([sample], { title: HOSTILE })]) {
    assert.not.match(text, /<script|<b>|javascript:/)
    assert.not.match(text, /src=|@import|url\(/)
    assert.not.match(text, /[\u0000-\u0008\ud800-\udfff](?![\udc00-\udfff])/)
  }
  assert.match(htmlChart([sample], { title: 't', made: 'now' }), 'href="https://www.instagram.com/p/x/"')
})

chart.run()
