export interface TemplateFile { readonly path: string; readonly text: string }
export interface Template {
  /** The first file is the workflow. */
  files(name: string): readonly TemplateFile[]
  done(program: string, enter: string, workflow: string, name: string): string
}

const GITIGNORE = { path: '.gitignore', text: '.digdag/\n' }

const runIt = (program: string, enter: string, workflow: string): string => `Done. Type ${enter}\`${program} run ${workflow}\` to run the workflow. Enjoy!\n`

const HEAD = 'timezone: UTC\n\n'

const ECHO = `${HEAD}+setup:
  echo>: start \${session_time}

+work:
  _parallel: true

  +left:
    echo>: first of two

  +right:
    echo>: second of two

+teardown:
  echo>: finish \${session_time}
`

const SH = `${HEAD}+setup:
  echo>: start \${session_time}

+count:
  sh>: scripts/count.sh "\${session_date}"

+teardown:
  echo>: finish \${session_time}
`

const SH_SCRIPT = '#!/bin/sh\necho "counting files for $1"\nls | wc -l\n'

const python = (name: string): string => `${HEAD}+setup:
  echo>: start \${session_time}

+count:
  py>: scripts.${name}_tasks.count

+tell:
  echo>: \${total} words

+teardown:
  echo>: finish \${session_time}
`
const PYTHON_SCRIPT = 'import digdag\n\n\ndef count(session_date):\n    words = ["one", "two", session_date]\n    digdag.env.store({"total": len(words)})\n'

const RUBY = `${HEAD}+setup:
  echo>: start \${session_time}

+count:
  rb>: Words.count
  require: scripts/words.rb

+tell:
  echo>: \${total} words
`
const RUBY_SCRIPT = 'class Words\n  def count\n    Digdag.env.store(total: 3)\n  end\nend\n'

const TD = `${HEAD}_export:
  td:
    database: sample_db

+prepare:
  td_ddl>:
  create_tables: [daily_counts]

+count:
  td>: queries/count.sql
  create_table: daily_counts

+show:
  td>:
  query: select * from daily_counts
  preview: true
`
const TD_SQL = "SELECT '${session_date}' AS day, 1 AS n\n"

const POSTGRESQL = `${HEAD}_export:
  pg:
    host: 127.0.0.1
    user: postgres
    database: postgres

+count:
  pg>: queries/count.sql
  store_last_results: first

+tell:
  echo>: \${pg.last_results.n} rows
`

const INSTAGRAM = `# Instagram insights into a table, every night. The access token is a secret:
#   wf secrets --project NAME --set instagram.access_token

# Meta's days are days of this zone.
timezone: America/Los_Angeles

schedule:
  daily>: 04:00:00

_export:
  td:
    database: ig_insights
  # Your page, by name or id, a list of them, or '*' for every page that the token sees.
  page_name: Kite Bakery

+prepare_table:
  td_ddl>:
  create_tables: [user_insights, media_insights]

+load_user:
  td_load>: config/user.yml
  table: user_insights

+load_media:
  td_load>: config/media.yml
  table: media_insights
`

const instagramConfig = (lines: readonly string[]): string => `in:
  type: instagram_insight
  access_token: \${secret:instagram.access_token}
  facebook_page_name: \${JSON.stringify(page_name)}
${lines.join('\n')}
# Numbers come late and change: a row that is there already is replaced. (Treasure Data knows append alone: load one day a night there.)
out: {mode: upsert}
exec: {}
filters:
  - type: add_time
    to_column: {name: time}
    from_value: {mode: upload_time}
`

const INSTAGRAM_USER = instagramConfig([
  '  data_type: user',
  "  since: \"${moment(session_date).subtract(28, 'days').format('YYYY-MM-DD')}\"",
  '  until: "${session_date}"',
  '  use_individual_metrics: true',
  '  incremental_user_metrics:',
  ...['reach-day', 'follower_count-day', 'views-day', 'total_interactions-day'].map((metric) => `    - {value: ${metric}}`),
])
const INSTAGRAM_MEDIA = instagramConfig(['  data_type: media', '  use_individual_metrics: true', '  metrics: [reach, views, likes, comments, saved, shares, total_interactions]'])

const workflow = (name: string, text: string, ...more: readonly TemplateFile[]): readonly TemplateFile[] => [{ path: `${name}.dig`, text }, GITIGNORE, ...more]

/** What `wf init -t TYPE` writes: digdag's types, and `instagram`. */
export const TEMPLATES: Readonly<Record<string, Template>> = {
  echo: { files: (name) => workflow(name, ECHO), done: runIt },
  sh: { files: (name) => workflow(name, SH.replace('scripts/', 'sh scripts/'), { path: 'scripts/count.sh', text: SH_SCRIPT }), done: runIt },
  ruby: { files: (name) => workflow(name, RUBY, { path: 'scripts/words.rb', text: RUBY_SCRIPT }), done: runIt },
  python: { files: (name) => workflow(name, python(identifier(name)), { path: 'scripts/__init__.py', text: '' }, { path: `scripts/${identifier(name)}_tasks.py`, text: PYTHON_SCRIPT }), done: runIt },
  td: { files: (name) => workflow(name, TD, { path: 'queries/count.sql', text: TD_SQL }), done: runIt },
  postgresql: { files: (name) => workflow(name, POSTGRESQL, { path: 'queries/count.sql', text: 'SELECT count(*) AS n FROM pg_tables\n' }), done: runIt },
  instagram: {
    files: (name) => workflow(name, INSTAGRAM, { path: 'config/user.yml', text: INSTAGRAM_USER }, { path: 'config/media.yml', text: INSTAGRAM_MEDIA }),
    done: (program, enter, file, name) => [
      `Done. Type ${enter}one of these:`,
      `  ${program} run ${file} --sandbox                                      with a local Graph API, no credentials`,
      `  ${program} push ${name}`,
      `  ${program} secrets --project ${name} --set instagram.access_token     your token, asked without echo`,
      `  ${program} start ${name} ${file.replace(/\.dig$/, '')} --session now`,
      '',
    ].join('\n'),
  },
}

const identifier = (name: string): string => name.replace(/[^A-Za-z0-9_]/g, '_')
