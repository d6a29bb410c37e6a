export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f7f7f5; --sheet: #ffffff; --ink: #1f2328; --quiet: #667079; --line: #dfe1dd; --soft: #eef0ec; --accent: #2f6f4f;
  --success: #2e8555; --running: #2166c4; --waiting: #9a6b00; --error: #c0392b; --stopped: #7a4fa3; --blocked: #8b949e;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --sheet: #1b1f23; --ink: #e4e7ea; --quiet: #98a2ab; --line: #2f353b; --soft: #242a2f; --accent: #7cc79d;
    --success: #58b982; --running: #6aa8f7; --waiting: #d9a93c; --error: #ef7a6d; --stopped: #b795dd; --blocked: #727c86;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
body > header { display: flex; align-items: center; gap: 1.5rem; padding: .7rem 1.5rem; background: var(--sheet); border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 1; }
.brand { font-weight: 700; letter-spacing: .02em; color: var(--ink); }
nav { display: flex; gap: 1.1rem; flex: 1; }
nav a { color: var(--quiet); padding: .2rem 0; border-bottom: 2px solid transparent; }
nav a[aria-current] { color: var(--ink); border-color: var(--accent); }
#live { font-size: .85rem; color: var(--quiet); }
#live.down { color: var(--error); }
main { max-width: 1180px; margin: 0 auto; padding: 1.4rem 1.5rem 4rem; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h1 + .sheet, h1 + div > .sheet:first-child { margin-top: .9rem; }
h2 { font-size: 1rem; margin: 1.8rem 0 .6rem; }
.quiet { color: var(--quiet); }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th { text-align: left; font-weight: 500; color: var(--quiet); font-size: .8rem; padding: .55rem .9rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
td { padding: .5rem .9rem; border-bottom: 1px solid var(--line); vertical-align: baseline; }
tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover { background: var(--soft); }
.number, time { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number, th.number { text-align: right; }
code, pre { font-family: var(--mono); font-size: .86rem; }
pre { margin: 0; padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 60vh; overflow: auto; }
button { font: inherit; font-size: .88rem; padding: .28rem .8rem; border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); color: var(--ink); cursor: pointer; }
button:hover:not(:disabled) { border-color: var(--accent); color: var(--accent); }
button.danger:hover:not(:disabled) { border-color: var(--error); color: var(--error); }
button:disabled { opacity: .5; cursor: default; }
.bar { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; justify-content: space-between; }
.actions { display: flex; gap: .5rem; }
.facts { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: .6rem 0 0; font-size: .92rem; }
.facts div { display: flex; gap: .45rem; min-width: 0; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.state { display: inline-flex; align-items: center; gap: .45em; white-space: nowrap; color: var(--mark); font-size: .9rem; }
.state::before { content: ""; width: .62em; height: .62em; border-radius: 50%; background: var(--mark); }
.success { --mark: var(--success); } .running, .planned { --mark: var(--running); } .error, .group_error { --mark: var(--error); }
.ready, .retry_waiting, .group_retry_waiting { --mark: var(--waiting); } .killed, .canceled, .interrupted { --mark: var(--stopped); } .blocked, .disabled { --mark: var(--blocked); }
.blocked.state::before, .disabled.state::before { background: none; border: .14em solid var(--mark); }
@media (prefers-reduced-motion: no-preference) { .running.state::before { animation: pulse 1.6s ease-in-out infinite; } @keyframes pulse { 50% { opacity: .35; } } }
.counts { display: flex; height: 6px; border-radius: 3px; overflow: hidden; margin: 1rem 0 .4rem; background: var(--soft); }
.counts span { background: var(--mark); min-width: 2px; }
.tasks td { padding-top: .32rem; padding-bottom: .32rem; }
.tasks .name { width: 46%; min-width: 15rem; }
.tasks .name button { border: 0; background: none; padding: 0; text-align: left; overflow-wrap: anywhere; font-family: var(--mono); font-size: .86rem; }
.tasks .group button { font-weight: 600; }
.lane { width: 32%; min-width: 9rem; }
.lane svg { display: block; width: 100%; height: 10px; }
.lane rect { fill: var(--mark); }
.detail > td { background: var(--soft); padding: .9rem 1rem 1.1rem; }
.detail h3 { font-size: .8rem; font-weight: 500; color: var(--quiet); margin: .9rem 0 .3rem; }
.detail h3:first-child { margin-top: 0; }
.detail pre, .plain { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; }
.detail pre.failure { border-left: 3px solid var(--error); }
details > summary { cursor: pointer; color: var(--quiet); font-size: .9rem; padding: .2rem 0; }
td details > summary { color: var(--ink); }
.more { margin: .9rem 0; text-align: center; }
.notice { padding: .7rem 1rem; border: 1px solid var(--line); border-left: 3px solid var(--mark, var(--waiting)); border-radius: 6px; background: var(--sheet); margin: 1rem 0; overflow-wrap: anywhere; white-space: pre-wrap; }
@media (max-width: 640px) { main, body > header { padding-left: .9rem; padding-right: .9rem; } .wide { display: none; } }
`
