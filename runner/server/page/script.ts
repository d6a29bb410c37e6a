/**
 * What fills the page, as the browser reads it: it polls the same API as everybody, and writes what it gets as text only.
 * In two parts, so that each stays readable.
 */
import { ATTEMPT_VIEW } from './script-attempt.ts'
import { LIST_VIEWS } from './script-lists.ts'

const CORE = String.raw`
const main = document.getElementById('main')
const live = document.getElementById('live')

/** An element with attributes (on… are listeners) and children; texts become text nodes, so nothing of them is ever markup. */
function el(tag, attributes, ...children) {
  const made = tag === 'svg' || tag === 'rect' ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag)
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value)
    else if (value !== undefined && value !== false && value !== null) made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined))
  return made
}

async function api(path, method, body) {
  const answer = await fetch(path, { method: method || 'GET', headers: body === undefined ? {} : { 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) })
  const text = await answer.text()
  if (answer.ok) return answer.headers.get('content-type') === 'application/json' ? JSON.parse(text) : text
  let message = text
  try { const parsed = JSON.parse(text); message = parsed.message || (parsed.id ? 'There is already an attempt of this session: ' + parsed.id : text) } catch { /* not JSON: shown as it is */ }
  const error = new Error(message || 'HTTP ' + answer.status)
  error.status = answer.status
  throw error
}

const link = (href, text) => el('a', { href }, text)
const state = (name, label) => el('span', { class: 'state ' + name }, label || name.replaceAll('_', ' '))
const json = (value) => JSON.stringify(value, null, 2)
const isEmpty = (value) => value === null || value === undefined || Object.keys(value).length === 0
const path = (...parts) => '/' + parts.map(encodeURIComponent).join('/')

function when(text) {
  if (!text) return el('span', { class: 'quiet' }, '–')
  const at = new Date(text)
  const shown = Number.isNaN(at.getTime()) || at.getFullYear() > 9998 ? text : at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
  return el('time', { datetime: text, title: text }, shown)
}

/** A session time as its workflow sees it, offset and all. */
const sessionTime = (text) => el('time', { datetime: text }, text.replace('T', ' ').replace(/([+-]\d\d:\d\d)$/, ' $1'))

function lasting(ms) {
  if (ms < 1000) return ms <= 0 ? '0 s' : '< 1 s'
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return seconds + ' s'
  if (seconds < 3600) return Math.floor(seconds / 60) + ' min ' + (seconds % 60) + ' s'
  return Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds % 3600 / 60) + ' min'
}

const took = (attempt) => lasting((attempt.finishedAt ? Date.parse(attempt.finishedAt) : Date.now()) - Date.parse(attempt.createdAt))

const statusOf = (attempt) => attempt.interrupted ? 'interrupted' : !attempt.done ? 'running' : attempt.success ? 'success' : attempt.cancelRequested ? 'killed' : 'error'

const table = (columns, rows, more) => el('div', { class: 'sheet' }, el('table', more || {},
  el('thead', {}, el('tr', {}, columns.map(([label, kind]) => el('th', { class: kind, scope: 'col' }, label)))), el('tbody', {}, rows)))

const row = (columns, cells) => el('tr', {}, cells.map((cell, i) => el('td', { class: columns[i][1] }, cell)))

const notice = (text, kind) => el('p', { class: 'notice ' + (kind || ''), role: 'status' }, text)

/** A button that does one thing and says when it failed. */
function action(label, work, more) {
  const button = el('button', { type: 'button', ...(more || {}), onclick: async () => {
    button.disabled = true
    try { await work() } catch (error) { main.prepend(notice(error.message, 'error')) } finally { button.disabled = false }
  } }, label)
  return button
}

/** Views by path. Each gives an element, and may refresh it: false means that nothing changes any more. */
const views = []
let turn = 0

async function show() {
  const mine = ++turn
  const { pathname } = location
  for (const item of document.querySelectorAll('nav a')) {
    if (item.getAttribute('href') === '/' + pathname.split('/')[1]) item.setAttribute('aria-current', 'page'); else item.removeAttribute('aria-current')
  }
  const found = views.map(([pattern, view]) => [pattern.exec(pathname), view]).find(([match]) => match)
  try {
    const view = found ? await found[1](...found[0].slice(1).map(decodeURIComponent)) : { element: notice('There is no such page.') }
    if (mine !== turn) return
    document.title = (view.title ? view.title + ' – ' : '') + 'trowel'
    main.replaceChildren(view.element)
    tell('')
    if (view.refresh) void keepFresh(mine, view.refresh)
  } catch (error) {
    if (mine === turn) main.replaceChildren(notice(error.status === 404 ? 'Not found: ' + error.message : error.message, 'error'))
  }
}

const REFRESH_MS = 1000
const SLOWEST_MS = 15000
const pause = (ms) => new Promise((done) => setTimeout(done, ms))

function tell(text, down) {
  live.textContent = text
  live.classList.toggle('down', down === true)
}

async function keepFresh(mine, refresh) {
  let wait = REFRESH_MS
  for (;;) {
    await pause(document.hidden ? SLOWEST_MS : wait)
    if (mine !== turn) return
    try {
      const goesOn = await refresh()
      if (mine !== turn) return
      tell(goesOn === false ? '' : 'live')
      if (goesOn === false) return
      wait = REFRESH_MS
    } catch (error) {
      tell('no answer: ' + error.message, true)
      wait = Math.min(wait * 2, SLOWEST_MS)
    }
  }
}

function go(href) {
  history.pushState(null, '', href)
  window.scrollTo(0, 0)
  void show()
}

document.addEventListener('click', (event) => {
  const target = event.target.closest('a')
  if (!target || target.origin !== location.origin || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  go(target.getAttribute('href'))
})
window.addEventListener('popstate', () => void show())
`

export const SCRIPT = `${CORE}${LIST_VIEWS}${ATTEMPT_VIEW}
void show()
`
