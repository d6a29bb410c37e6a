import type { JsonObject } from '../model/json.ts'
import type { TaskInfo } from '../model/operator.ts'
import { formatOffsetTime } from '../model/time.ts'
export const withBuiltIns = (params: JsonObject, info: TaskInfo): JsonObject => ({ ...params, session_time: formatOffsetTime(info.sessionTime, info.timezone), task_name: info.fullName, timezone: info.timezone, session_uuid: info.sessionUuid, session_id: info.sessionId, attempt_id: info.attemptId })
