import type { Operator } from '../model/operator.ts'
import { call } from './call.ts'
import { cloudOperators } from './cloud.ts'
import { echo } from './echo.ts'
import { embulk } from './embulk.ts'
import { fail } from './fail.ts'
import { forEach } from './for-each.ts'
import { forRange } from './for-range.ts'
import { http } from './http.ts'
import { httpCall } from './http-call.ts'
import { conditional } from './if.ts'
import { loop } from './loop.ts'
import { mail } from './mail.ts'
import { notify } from './notify.ts'
import { paramGet, paramSet } from './param-server.ts'
import { pg } from './pg.ts'
import { py } from './py.ts'
import { rb } from './rb.ts'
import { requireWorkflow } from './require.ts'
import { sh } from './sh.ts'
import { td } from './td.ts'
import { tdDdl } from './td-ddl.ts'
import { tdResultExport, tdTableExport } from './td-export.ts'
import { tdForEach } from './td-for-each.ts'
import { tdLoad } from './td-load.ts'
import { tdPartialDelete } from './td-partial-delete.ts'
import { tdRun } from './td-run.ts'
import { tdWait, tdWaitTable } from './td-wait.ts'
import { wait } from './wait.ts'

const OPERATORS: readonly Operator[] = [
  call, requireWorkflow, loop, forEach, forRange, conditional, echo, fail, wait, notify,
  sh, py, rb, embulk,
  http, httpCall, mail,
  pg, paramGet, paramSet,
  td, tdDdl, tdLoad, tdRun, tdForEach, tdWait, tdWaitTable, tdPartialDelete, tdTableExport, tdResultExport,
  ...cloudOperators,
]

/** Every operator of the box by its type. */
export const builtinOperators = (): ReadonlyMap<string, Operator> => new Map(OPERATORS.map((operator) => [operator.type, operator]))
