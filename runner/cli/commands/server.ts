import { PARAM_OPTIONS, UsageError, type Command } from '../command.ts'
import { readParams } from '../params-option.ts'
import { serve } from '../serve.ts'

export const server: Command = {
  name: 'server',
  usage: 'server [-n PORT] [-b ADDRESS]',
  summary: "serve digdag's REST API and a web page, run schedules and attempts of this home",
  options: [
    { flags: '-n, --port <PORT>', about: 'the port (default 65432; 0 picks one)' },
    { flags: '-b, --bind <ADDRESS>', about: 'the address (default 127.0.0.1)' },
    { flags: '--basic-auth-file <FILE>', about: 'lines of user:password; needed beyond loopback, or --token-file' },
    { flags: '--token-file <FILE>', about: 'lines of bearer tokens' },
    { flags: '--catch-up <all|last|none>', about: 'sessions missed while no server ran (default all)' },
    { flags: '--max-tasks <N>', about: 'tasks that an attempt may have (default 1000)' },
    { flags: '--max-task-threads <N>', about: 'tasks running at once (default unlimited)' },
    { flags: '--max-archive-bytes <N>', about: 'size of a packed project (default 10 MB)' },
    { flags: '--fsync', about: 'survive power loss, not only a killed process' },
    { flags: '--strict-databases', about: 'a missing database is always an error' },
    { flags: '--lock-timeout <S>', about: 'seconds to wait for the warehouse (default 30)' },
    { flags: '--insecure-http', about: 'allow plain http to a Graph API beyond this machine' },
    ...PARAM_OPTIONS,
    { flags: '--allow-project-plugins', about: 'load operators that a pushed project brings' },
    { flags: '-m, --memory', about: 'keep the state in memory' },
    { flags: '-o, --database <DIR>', about: '', hidden: true },
    { flags: '-O, --task-log <DIR>', about: '', hidden: true },
  ],
  args: { min: 0, max: 0 },
  notes: ['wf server -n 0 --home .trowel', '-p and -P are parameters under every attempt.'],
  run: async (context, _args, options) => {
    const catchUp = options.text('catchUp') ?? 'all'
    if (catchUp !== 'all' && catchUp !== 'last' && catchUp !== 'none') throw new UsageError(`--catch-up is one of all, last and none, not ${catchUp}`)
    const params = readParams({ properties: context.settings.properties, file: options.text('paramsFile'), pairs: options.list('param'), cwd: context.cwd })
    return serve(context, {
      port: options.int('port'), address: options.text('bind'), catchUp,
      basicAuthFile: options.text('basicAuthFile'), tokenFile: options.text('tokenFile'),
      maxTaskThreads: options.int('maxTaskThreads') ?? 0, maxArchiveBytes: options.int('maxArchiveBytes'),
      allowProjectPlugins: options.flag('allowProjectPlugins'),
      use: { defaultParams: params, ...(options.flag('memory') ? { memory: true } : {}) },
    })
  },
}
