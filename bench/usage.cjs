// Loaded before a measured program (`--require`): tells at the end what the process has used.
const { writeSync } = require('node:fs')
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  try { writeSync(Number(process.env.BENCH_USAGE_FD), JSON.stringify({ maxRssKb: maxRSS, cpuMs: (userCPUTime + systemCPUTime) / 1000 })) } catch { /* nobody listens */ }
})
