// Answers every request with one media insight; a process of its own, so that its work is not counted as the client's.
import { createServer } from 'node:http'

const ANSWER = JSON.stringify({ data: [{ name: 'reach', period: 'lifetime', values: [{ value: 103 }], title: 'Accounts reached', description: 'Accounts that saw it', id: '1789/insights/reach/lifetime' }] })
const USAGE = '{"17841400000000001":[{"type":"instagram","call_count":1,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":0}]}'

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json')
  response.setHeader('x-business-use-case-usage', USAGE)
  response.end(ANSWER)
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port))
process.once('disconnect', () => process.exit())
