import { basename } from 'node:path'
import { UsageError, FOREGROUND_OPTIONS, PARAM_OPTIONS, type Command } from '../command.ts'
import { runLocally } from '../local-run.ts'
import { readParams } from '../params-option.ts'

export const run: Command = {
  name: 'run',
  usage: 'run <workflow.dig> [+task] [options...]',
  summary: 'run a workflow in this directory',
  options: [
    { flags: '--project <DIR>', about: 'the project directory (default this one)' },
    { flags: '-a, --rerun', about: 'ignore status files: run every task' },
    { flags: '--all', about: 'the same', hidden: true },
    { flags: '-s, --start <+NAME>', about: 'run this task and all after it, even if they succeeded' },
    { flags: '-g, --goal <+NAME>', about: 'run this task and its children, even if they succeeded' },
    { flags: '-e, --end <+NAME>', about: 'run what comes before this task, and nothing else' },
    { flags: '-o, --save <DIR>', about: 'where status files are kept (default .digdag/status)' },
    { flags: '--no-save', about: 'neither read nor write status files' },
    ...PARAM_OPTIONS,
    { flags: '-d, --dry-run', about: 'name what would run, and run nothing' },
    { flags: '-E, --show-params', about: 'show the evaluated parameters of each task' },
    { flags: '-O, --task-log <DIR>', about: 'keep the output of each task in a file' },
    { flags: '-t, --session <TIME>', about: 'last, schedule, hourly, daily, "yyyy-MM-dd" or "yyyy-MM-dd HH:mm:ss" (default last)' },
    { flags: '--max-task-threads <N>', about: 'tasks running at once (default unlimited)' },
    { flags: '--timezone <ZONE>', about: '', hidden: true },
    ...FOREGROUND_OPTIONS,
  ],
  args: { min: 1, max: 2 },
  notes: ['wf run main.dig                         skips what succeeded in this session before', 'wf run main.dig --session 2026-01-02 --rerun', 'wf run main.dig +load -p td.database=test'],
  run: async (context, [workflow = '', task], options) => {
    const rerun = options.flag('rerun') || options.flag('all')
    const [start, goal, end] = [options.text('start'), options.text('goal'), options.text('end')]
    if (start !== undefined && goal !== undefined) throw new UsageError("-s, --start and -g, --goal don't work together")
    if (goal !== undefined && end !== undefined) throw new UsageError("-s, --start and -e, --end don't work together")
    if (rerun && start !== undefined) throw new UsageError("-a, --rerun and -s, --start don't work together")
    if (rerun && goal !== undefined) throw new UsageError("-a, --rerun and -g, --goal don't work together")
    return runLocally(context, {
      workflow: workflow.endsWith('.dig') ? workflow.slice(0, -basename('.dig').length) : workflow, task,
      choice: { rerun, start, goal, end },
      project: options.text('project'), save: options.flag('noSave') ? undefined : options.text('save') ?? '.digdag/status',
      params: readParams({ properties: context.settings.properties, file: options.text('paramsFile'), pairs: options.list('param'), cwd: context.cwd }),
      dryRun: options.flag('dryRun'), showParams: options.flag('showParams'), taskLog: options.text('taskLog'),
      session: options.text('session') ?? 'last', maxTaskThreads: options.int('maxTaskThreads') ?? 0, sandbox: options.flag('sandbox'),
    })
  },
}
