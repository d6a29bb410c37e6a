import type { Millis } from '../model/clock.ts'
import type { Workflow } from '../model/project.ts'
import { parseOffsetTime } from '../model/time.ts'
export function truncateSessionTime(_workflow: Workflow, text: string, _mode: string | undefined): Millis { return parseOffsetTime(text) ?? 0 }
