import { json } from '../answer.ts'
import { DIGDAG_VERSION } from '../parts.ts'
import { invalid, queryText } from '../reading.ts'
import { route, type Route } from '../router.ts'

/** Every client version is compatible (contract). */
export const versionRoutes: readonly Route[] = [
  route('GET', '/api/version', ({ parts }) => json({ version: DIGDAG_VERSION, trowel: parts.version })),
  route('GET', '/api/version/check', (call) => {
    const client = queryText(call, 'client')
    if (!/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*(?:-[\w.-]+)?$/.test(client)) throw invalid(`Invalid version string: ${client}`)
    return json({ serverVersion: DIGDAG_VERSION, upgradeRecommended: false, apiCompatible: true })
  }),
]
