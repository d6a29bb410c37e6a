import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { PARAM_OPTIONS, type Command } from '../command.ts'
import { watchProject } from '../project-watch.ts'
import { readParams } from '../params-option.ts'
import { serve } from '../serve.ts'

export const scheduler: Command = {
  name: 'scheduler',
  usage: 'scheduler [options...]',
  summary: "run the schedules of this directory's workflows, re-reading them when they change",
  options: [
    { flags: '--project <DIR>', about: 'the project directory (default this one)' },
    { flags: '-n, --port <PORT>', about: 'the port of the REST API (default 65432; 0 picks one)' },
    { flags: '-b, --bind <ADDRESS>', about: 'its address (default 127.0.0.1)' },
    { flags: '--basic-auth-file <FILE>', about: 'lines of user:password; needed beyond loopback' },
    { flags: '--token-file <FILE>', about: 'lines of bearer tokens' },
    { flags: '--max-tasks <N>', about: 'tasks that an attempt may have (default 1000)' },
    { flags: '--max-task-threads <N>', about: 'tasks running at once (default unlimited)' },
    { flags: '--lock-timeout <S>', about: 'seconds to wait for the warehouse (default 30)' },
    ...PARAM_OPTIONS,
  ],
  args: { min: 0, max: 0 },
  run: async (context, _args, options) => {
    const directory = resolve(context.cwd, options.text('project') ?? '.')
    const params = readParams({ properties: context.settings.properties, file: options.text('paramsFile'), pairs: options.list('param'), cwd: context.cwd })
    return serve(context, {
      port: options.int('port'), address: options.text('bind'), catchUp: 'all', basicAuthFile: options.text('basicAuthFile'), tokenFile: options.text('tokenFile'),
      maxTaskThreads: options.int('maxTaskThreads') ?? 0, maxArchiveBytes: undefined, allowProjectPlugins: true,
      use: { memory: true, projectDirectory: directory, defaultParams: params },
      ready: (home) => watchProject(context, home, directory, () => randomUUID()),
    })
  },
}
