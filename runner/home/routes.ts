import { route, type Route } from '../server/router.ts'
import type { LoadReports } from './reports.ts'

/** Our own additions to the REST API, below `/api/trowel/`. */
export const trowelRoutes = (parts: { readonly reports: LoadReports; readonly wake: () => void }): readonly Route[] => [
  route('GET', '/api/trowel/attempts/{id}/loads', ({ path }) => Response.json({ loads: /^\d+$/.test(path['id'] ?? '') ? parts.reports.of(Number(path['id'])) : [] })),
  route('POST', '/api/trowel/wake', () => { parts.wake(); return Response.json({}) }),
]
