/** Sessions, projects, workflows and schedules. */
export const LIST_VIEWS = String.raw`
const SESSION_COLUMNS = [['Status', ''], ['Workflow', ''], ['Session time', ''], ['Attempt', 'number'], ['Started', 'wide'], ['Took', 'number wide']]

const sessionRow = (session) => row(SESSION_COLUMNS, [
  state(statusOf(session.lastAttempt)),
  [link(path('projects', session.project.id), session.project.name), ' / ', session.workflow.name],
  sessionTime(session.sessionTime),
  link(path('attempts', session.lastAttempt.id), session.lastAttempt.id),
  when(session.lastAttempt.createdAt), took(session.lastAttempt),
])

/** A list of sessions that keeps itself fresh and goes back in time on demand. */
async function sessionList(base) {
  const PAGE = 30
  const read = async (query) => (await api(base + '?page_size=' + PAGE + query)).sessions
  const first = await read('')
  const place = el('div', {})
  const older = []
  let newest = first
  const draw = () => {
    const seen = new Set(newest.map((session) => session.id))
    const all = [...newest, ...older.filter((session) => !seen.has(session.id))]
    place.replaceChildren(all.length === 0
      ? notice('No session yet. Start one on a project\'s page, or with: wf start PROJECT WORKFLOW --session now')
      : table(SESSION_COLUMNS, all.map(sessionRow)))
    return all
  }
  const more = action('Show older', async () => {
    const all = draw()
    const found = await read('&last_id=' + all[all.length - 1].id)
    older.push(...found)
    more.hidden = found.length < PAGE
    draw()
  })
  more.hidden = first.length < PAGE
  draw()
  let drawn = JSON.stringify(first)
  return {
    element: el('div', {}, place, el('p', { class: 'more' }, more)),
    refresh: async () => {
      const found = await read('')
      const text = JSON.stringify(found)
      if (text === drawn && found.every((session) => session.lastAttempt.done)) return true
      drawn = text
      newest = found
      draw()
      return true
    },
  }
}

views.push([/^\/$/, async () => {
  const list = await sessionList('/api/sessions')
  return { title: 'Sessions', element: el('div', {}, el('h1', {}, 'Sessions'), el('p', { class: 'quiet' }, 'The newest first, each with its last attempt.'), list.element), refresh: list.refresh }
}])

views.push([/^\/projects$/, async () => {
  const columns = [['Project', ''], ['Revision', ''], ['Pushed', ''], ['Created', 'wide']]
  const { projects } = await api('/api/projects')
  return { title: 'Projects', element: el('div', {}, el('h1', {}, 'Projects'), projects.length === 0
    ? notice('No project yet. Push one from its folder with: wf push NAME')
    : table(columns, projects.map((project) => row(columns, [link(path('projects', project.id), project.name), el('code', {}, project.revision), when(project.updatedAt), when(project.createdAt)])))) }
}])

/** Now, in whole seconds, as a session time. */
const thisSecond = () => new Date(Math.floor(Date.now() / 1000) * 1000).toISOString().replace('.000Z', 'Z')

async function startNow(workflow) {
  const attempt = await api('/api/attempts', 'PUT', { workflowId: workflow.id, sessionTime: thisSecond(), params: {} })
  go(path('attempts', attempt.id))
}

views.push([/^\/projects\/([^/]+)$/, async (id) => {
  const base = '/api' + path('projects', id)
  const [project, { workflows }, { schedules }, list] = await Promise.all([api(base), api(base + '/workflows'), api(base + '/schedules'), sessionList(base + '/sessions')])
  const columns = [['Workflow', ''], ['Time zone', ''], ['Next run', ''], ['', 'number']]
  const next = (workflow) => {
    const schedule = schedules.find((item) => item.workflow.name === workflow.name)
    return schedule ? schedule.disabledAt ? state('disabled') : when(schedule.nextRunTime) : el('span', { class: 'quiet' }, '–')
  }
  return { title: project.name, refresh: list.refresh, element: el('div', {},
    el('h1', {}, project.name),
    el('dl', { class: 'facts' }, fact('revision', el('code', {}, project.revision)), fact('pushed', when(project.updatedAt)), fact('id', project.id)),
    el('h2', {}, 'Workflows'),
    workflows.length === 0 ? notice('This revision has no workflow.') : table(columns, workflows.map((workflow) => row(columns, [
      el('details', {}, el('summary', {}, workflow.name), el('pre', { class: 'plain' }, json(workflow.config))), workflow.timezone, next(workflow),
      action('Start now', () => startNow(workflow)),
    ]))),
    el('h2', {}, 'Sessions'), list.element) }
}])

const fact = (label, ...value) => el('div', {}, el('dt', {}, label), el('dd', {}, ...value))

views.push([/^\/schedules$/, async () => {
  const columns = [['Workflow', ''], ['Next run', ''], ['Next session', ''], ['', ''], ['', 'number']]
  const place = el('div', {})
  const draw = async () => {
    const { schedules } = await api('/api/schedules')
    place.replaceChildren(schedules.length === 0 ? notice('No workflow has a schedule.') : table(columns, schedules.map((schedule) => row(columns, [
      [link(path('projects', schedule.project.id), schedule.project.name), ' / ', schedule.workflow.name],
      when(schedule.nextRunTime), sessionTime(schedule.nextScheduleTime), schedule.disabledAt ? state('disabled') : state('success', 'enabled'),
      action(schedule.disabledAt ? 'Enable' : 'Disable', async () => {
        await api('/api' + path('schedules', schedule.id, schedule.disabledAt ? 'enable' : 'disable'), 'POST', {})
        await draw()
      }),
    ]))))
  }
  await draw()
  return { title: 'Schedules', element: el('div', {}, el('h1', {}, 'Schedules'), place) }
}])
`
