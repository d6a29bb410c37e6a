const LOGGER = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} \[(\w+)\] \(.*?\) (?:[\w.$]+:(?: |$))?/
const BANNER = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}: Digdag v/
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const MOMENT_OF = /^(\s*(?:created at|finished at|started|updated|disabled at|project created at|revision updated at|last updated at): ).+$/gm
const DIFFERENCE = /\((?:in )?(?:\d+d )?(?:\d+h )?(?:\d+m )?\d+s(?: ago)?\)/g
const VERSION = /\b\d+\.\d+\.\d+(?:-SNAPSHOT)?\b(?=$|[,)])/gm
const OTHERS_SCHEDULE = /^ +id: \d+\n +project: (?!<project>$).*\n(?: .*\n)*\n?/gm
const BARE_ID: Readonly<Record<string, string>> = { push: 'project id', upload: 'project id', project: 'project id', delete: 'project id', task: 'task', backfill: 'attempt', schedule: 'schedule', reschedule: 'schedule' }
const ID_PLACES: readonly (readonly [string, RegExp])[] = [
  ['session', /((?:^\s*session id: |session_id=|session id=|<program> sessions? ))(\d+)/gm],
  ['attempt', /((?:^\s*attempt id: |attempt_id=|attempt id=|session attempt |<program> (?:tasks?|logs?|retry|attempts?|kill) ))(\d+)/gm],
  ['schedule', /(schedule id: )(\d+)/g],
  ['project id', /(project id ?[:=] ?)(\d+)/g],
  ['task', /((?:^\s*parent: |task_id=))(\d+)/gm],
]
const PROGRAM = /(?<![\w./-])wf(?= [a-z<`-])/g

export interface Place { readonly dir: string; readonly home: string; readonly endpoint: string; readonly project: string }
export type Normalise = (raw: string, argv?: readonly string[]) => readonly string[]

/** What differs from run to run becomes a placeholder; ids are numbered in the order in which the case met them. */
export function createNormaliser(place: Place, ids: Map<string, string[]>): Normalise {
  const ordinal = (kind: string, id: string): string => {
    const known = ids.get(kind) ?? []
    ids.set(kind, known)
    return `<${kind} ${(known.indexOf(id) + 1) || known.push(id)}>`
  }
  return (raw, argv = []) => {
    const command = argv[0]?.replace(/s$/, '') ?? ''
    const bare = Object.hasOwn(BARE_ID, command) ? BARE_ID[command] : undefined
    let text = raw.replaceAll(place.dir, '<dir>').replaceAll(place.home, '<home>').replaceAll(place.project, '<project>')
    if (place.endpoint) text = text.replaceAll(place.endpoint, '<endpoint>')
    text = text.replace(UUID, '<uuid>').replace(/archive-\w+\.tar\.gz/g, 'archive-<n>.tar.gz').replace(MOMENT_OF, '$1<moment>').replace(DIFFERENCE, '(<difference>)').replace(VERSION, '<version>').replace(PROGRAM, '<program>')
    if (command === 'schedule') text = text.replace(OTHERS_SCHEDULE, '').replace(/^\d+ entries\.$/m, '<n> entries.')
    if (bare !== undefined) text = text.replace(/^(\s*id: )(\d+)$/gm, (_, before: string, id: string) => before + ordinal(bare, id))
    for (const [kind, pattern] of ID_PLACES) text = text.replace(pattern, (_, before: string, id: string) => before + ordinal(kind, id))
    text = text.replace(/^(\s*upstreams: \[)([\d, ]+)\]/gm, (_, before: string, list: string) => `${before}${list.split(', ').map((id) => ordinal('task', id)).join(', ')}]`)
    const lines = text.split('\n').map((line) => line.trimEnd())
    while (lines.at(-1) === '') lines.pop()
    return lines
  }
}

/** What tasks printed: not what the program's own logger wrote, whose errors go on over further lines. */
export function printedLines(lines: readonly string[]): readonly string[] {
  let inError = false
  return lines.filter((line) => {
    const level = LOGGER.exec(line)?.[1]
    if (level !== undefined) inError = level === 'ERROR'
    return level === undefined && !inError
  })
}

export const withoutLogger = (line: string): string => line.replace(LOGGER, '[$1] ')
export const isBanner = (line: string): boolean => BANNER.test(line)
