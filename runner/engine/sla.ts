import type { JsonObject } from '../model/json.ts'
export function slaTime(_config: JsonObject, _at: number, _zone: string): number | undefined { return undefined }
