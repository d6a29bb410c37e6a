/** One attempt: its facts, its tasks as a tree with their times, and what a chosen task was and printed. */
export const ATTEMPT_VIEW = String.raw`
const TASK_COLUMNS = [['Task', 'name'], ['State', ''], ['Took', 'number wide'], ['When', 'lane wide']]
const DONE = new Set(['success', 'error', 'group_error', 'canceled'])
const LOG_BYTES = 200000

/** Tasks in the order of the tree, each with its depth. */
function inTree(tasks) {
  const children = new Map()
  for (const task of tasks) children.set(task.parentId, [...(children.get(task.parentId) || []), task])
  const walk = (task, depth) => [{ task, depth }, ...(children.get(task.id) || []).flatMap((child) => walk(child, depth + 1))]
  return (children.get(null) || []).flatMap((root) => walk(root, 0))
}

/** Where a task begins and ends; a group spans its children. */
function spans(tasks) {
  const found = new Map()
  for (const task of tasks) if (task.startedAt) found.set(task.id, [Date.parse(task.startedAt), DONE.has(task.state) ? Date.parse(task.updatedAt) : Date.now()])
  const byId = new Map(tasks.map((task) => [task.id, task]))
  for (const task of tasks) {
    const span = found.get(task.id)
    for (let up = byId.get(task.parentId); span && up; up = byId.get(up.parentId)) {
      const own = found.get(up.id)
      found.set(up.id, own ? [Math.min(own[0], span[0]), Math.max(own[1], span[1])] : [...span])
    }
  }
  return found
}

const shortName = (task, parent) => parent && task.fullName.startsWith(parent.fullName) && task.fullName !== parent.fullName ? task.fullName.slice(parent.fullName.length) : task.fullName

function lane(span, whole) {
  if (!span) return null
  const width = Math.max(1, whole[1] - whole[0])
  const x = 100 * (span[0] - whole[0]) / width
  return el('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img', 'aria-label': 'ran for ' + lasting(span[1] - span[0]) },
    el('rect', { x, y: 2, width: Math.max(.6, 100 * (span[1] - span[0]) / width), height: 6, rx: .4 }))
}

/** Tasks that a finished attempt left blocked never ran. */
const stateName = (name, done) => name === 'blocked' && done ? 'not run' : name.replaceAll('_', ' ')

function counts(tasks, done) {
  const number = new Map()
  for (const task of tasks) if (!task.isGroup) number.set(task.state, (number.get(task.state) || 0) + 1)
  const parts = [...number]
  return el('div', {},
    el('div', { class: 'counts', 'aria-hidden': 'true' }, parts.map(([name, count]) => { const part = el('span', { class: name }); part.style.flexGrow = count; return part })),
    el('div', { class: 'facts' }, parts.map(([name, count]) => el('div', {}, state(name, count + ' ' + stateName(name, done))))))
}

const section = (label, text, kind) => [el('h3', {}, label), el('pre', { class: kind }, text)]

function taskDetail(attemptId, task) {
  const log = el('pre', {}, '…')
  const read = async () => {
    try {
      const text = await api('/api/trowel' + path('attempts', attemptId, 'log') + '?bytes=' + LOG_BYTES + '&task=' + encodeURIComponent(task.fullName))
      log.textContent = text || 'Nothing.'
    } catch (error) { log.textContent = error.message }
  }
  void read()
  const cell = el('td', { colspan: TASK_COLUMNS.length },
    isEmpty(task.error) ? null : section('Error', [task.error.message, task.error.stacktrace].filter(Boolean).join('\n'), 'failure'),
    el('h3', {}, 'Log'), log,
    isEmpty(task.config) ? null : section('Configuration', json(task.config)),
    isEmpty(task.exportParams) ? null : section('Exported parameters', json(task.exportParams)),
    isEmpty(task.storeParams) ? null : section('Stored parameters', json(task.storeParams)),
    isEmpty(task.stateParams) ? null : section('State of polling and retries', json(task.stateParams)))
  return { element: el('tr', { class: 'detail' }, cell), read }
}

/** The rows are made once and changed in place: an attempt may have thousands of tasks. */
function taskTable(attemptId) {
  const body = el('tbody', {})
  const element = el('div', { class: 'sheet' }, el('table', { class: 'tasks' }, el('thead', {}, el('tr', {}, TASK_COLUMNS.map(([label, kind]) => el('th', { class: kind, scope: 'col' }, label)))), body))
  const rows = new Map()
  const open = new Map()
  const byId = new Map()
  const toggle = (id) => {
    const shown = open.get(id)
    rows.get(id).button.setAttribute('aria-expanded', String(!shown))
    if (shown) { shown.element.remove(); open.delete(id); return }
    const detail = taskDetail(attemptId, byId.get(id))
    open.set(id, detail)
    rows.get(id).element.after(detail.element)
  }
  const make = (task, depth) => {
    const button = el('button', { type: 'button', 'aria-expanded': 'false', title: task.fullName, onclick: () => toggle(task.id) }, shortName(task, byId.get(task.parentId)))
    const name = el('td', { class: 'name' }, button)
    name.style.paddingLeft = .9 + depth * 1.15 + 'rem'
    const cells = [el('td', {}), el('td', { class: 'number wide' }), el('td', { class: 'lane wide' })]
    return { element: el('tr', { class: task.isGroup ? 'group' : '' }, name, cells), button, cells, drawn: '' }
  }
  const draw = (tasks, attempt) => {
    for (const task of tasks) byId.set(task.id, task)
    const span = spans(tasks)
    const whole = [Date.parse(attempt.createdAt), Math.max(attempt.finishedAt ? Date.parse(attempt.finishedAt) : Date.now(), ...[...span.values()].map((own) => own[1]))]
    let before = null
    for (const { task, depth } of inTree(tasks)) {
      let item = rows.get(task.id)
      if (!item) {
        item = make(task, depth)
        rows.set(task.id, item)
        if (before) before.after(item.element); else body.prepend(item.element)
      }
      before = open.get(task.id)?.element || item.element
      const own = span.get(task.id)
      const drawn = [task.state, attempt.done, own, whole].join()
      if (item.drawn === drawn) continue
      item.drawn = drawn
      item.cells[0].replaceChildren(state(task.state, stateName(task.state, attempt.done)))
      item.cells[1].replaceChildren(own ? lasting(own[1] - own[0]) : '')
      item.cells[2].className = 'lane wide ' + task.state
      item.cells[2].replaceChildren(...[lane(own, whole)].filter(Boolean))
    }
    for (const [id, detail] of open) if (!DONE.has(byId.get(id).state)) void detail.read()
  }
  return { element, draw, openFirstFailure: (tasks) => { const failed = tasks.find((task) => task.state === 'error'); if (failed) toggle(failed.id) } }
}

async function retry(attempt, resume) {
  const { workflows } = await api('/api' + path('projects', attempt.project.id, 'workflows') + '?name=' + encodeURIComponent(attempt.workflow.name))
  if (workflows.length === 0) throw new Error('The latest revision has no workflow ' + attempt.workflow.name)
  const made = await api('/api/attempts', 'PUT', {
    workflowId: workflows[0].id, sessionTime: attempt.sessionTime, params: attempt.params, retryAttemptName: crypto.randomUUID ? crypto.randomUUID() : String(Date.now()),
    ...(resume ? { resume: { mode: 'failed', attemptId: attempt.id } } : {}),
  })
  go(path('attempts', made.id))
}

function attemptHead(attempt) {
  const status = statusOf(attempt)
  return el('div', {},
    el('div', { class: 'bar' },
      el('h1', {}, link(path('projects', attempt.project.id), attempt.project.name), ' / ', attempt.workflow.name),
      el('div', { class: 'actions' },
        attempt.done || status === 'interrupted' ? [
          status === 'success' ? null : action('Resume', () => retry(attempt, true), { title: 'A new attempt that keeps what succeeded, with the latest revision' }),
          attempt.done ? action('Run all again', () => retry(attempt, false), { title: 'A new attempt of this session from the beginning, with the latest revision' }) : null,
        ] : action('Kill', async () => {
          if (!confirm('Kill this attempt? Its running tasks are stopped.')) return
          await api('/api' + path('attempts', attempt.id, 'kill'), 'POST', {})
        }, { class: 'danger', disabled: attempt.cancelRequested }))),
    el('dl', { class: 'facts' },
      fact('status', state(status, attempt.cancelRequested && !attempt.done ? 'being killed' : undefined)), fact('attempt', attempt.id + ' (number ' + attempt.index + ' of its ', link(path('sessions', attempt.sessionId), 'session'), ')'),
      fact('session', sessionTime(attempt.sessionTime)), fact('started', when(attempt.createdAt)), fact('took', took(attempt)),
      attempt.retryAttemptName ? fact('retry name', attempt.retryAttemptName) : null),
    status === 'interrupted' ? notice('The process that ran this attempt is gone. A server on this home takes it up; or resume it here, or with: wf retry ' + attempt.id + ' --resume') : null,
    isEmpty(attempt.params) ? null : el('details', {}, el('summary', {}, 'Parameters'), el('pre', { class: 'plain' }, json(attempt.params))))
}

views.push([/^\/attempts\/([^/]+)$/, async (id) => {
  const base = '/api' + path('attempts', id)
  const head = el('div', {})
  const summary = el('div', {})
  const tree = taskTable(id)
  let last = ''
  const refresh = async () => {
    const attempt = await api(base)
    const { tasks } = await api(base + '/tasks')
    const text = JSON.stringify([attempt, attempt.done || took(attempt)])
    if (text !== last) head.replaceChildren(attemptHead(attempt))
    last = text
    summary.replaceChildren(counts(tasks, attempt.done))
    tree.draw(tasks, attempt)
    return { goesOn: !attempt.done, attempt, tasks }
  }
  const { goesOn, attempt, tasks } = await refresh()
  if (attempt.done) tree.openFirstFailure(tasks)
  const element = el('div', {}, head, summary, el('h2', {}, 'Tasks'), tree.element)
  return { title: attempt.workflow.name + ' ' + attempt.id, element, ...(goesOn ? { refresh: async () => (await refresh()).goesOn } : {}) }
}])

views.push([/^\/sessions\/([^/]+)$/, async (id) => {
  const columns = [['Status', ''], ['Attempt', 'number'], ['Retry name', ''], ['Started', ''], ['Took', 'number']]
  const [session, { attempts }] = await Promise.all([api('/api' + path('sessions', id)), api('/api' + path('sessions', id, 'attempts'))])
  return { title: 'Session ' + id, element: el('div', {}, el('h1', {}, session.project.name, ' / ', session.workflow.name), el('p', { class: 'quiet' }, sessionTime(session.sessionTime)),
    table(columns, attempts.map((attempt) => row(columns, [state(statusOf(attempt)), link(path('attempts', attempt.id), attempt.id), attempt.retryAttemptName || '', when(attempt.createdAt), took(attempt)])))) }
}])
`
