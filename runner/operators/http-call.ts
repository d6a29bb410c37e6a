import { mapTexts, INERT_DOLLAR } from '../model/inert.ts'
import { messageOf } from '../model/error.ts'
import { parseJson, stringifyJson, type JsonObject } from '../model/json.ts'
import { RuntimeFailure, TaskFailure, type Operator } from '../model/operator.ts'
import { defineOperator } from './define.ts'
import type { Answer } from './http-exchange.ts'
import { contentLimit, refuseLarge, requestOrPoll } from './http.ts'

/** `http_call>`: runs the workflow that a server answers with, as `call>` would (digdag §6.4). */
export const httpCall: Operator = defineOperator({
  type: 'http_call',
  retries: true,
  run: async (task) => {
    const params = task.params.withDefaults('http')
    const override = params.optionalText('content_type_override')
    const answer = await requestOrPoll(task, params, { uriSecret: false })
    if ('kind' in answer) return answer
    refuseLarge(answer, contentLimit(task))
    const text = workflowText(answer, override)
    task.log.line('info', `Workflow definition: ${text}`)
    const workspace = await task.workspace()
    const config = await task.services.loadCalledWorkflow(`${workspace.workdir}/http_call.dig`, text, 'http_call')
    return { kind: 'success', subtasks: mapTexts(config, withoutSecrets) as JsonObject }
  },
})

function workflowText({ text, contentType }: Answer, override: string | undefined): string {
  const type = override ?? contentType
  if (type === undefined) throw new TaskFailure('Content-Type must be set in the HTTP response but not set')
  const name = (type.split(';')[0] ?? '').trim().toLowerCase()
  if (name === 'application/x-yaml') return text
  if (name !== 'application/json') throw new TaskFailure(`Unsupported Content-Type (expected application/json or application/x-yaml): ${type}`)
  try { return stringifyJson(parseJson(text)) } catch (cause) { throw new RuntimeFailure(`Failed to parse response as JSON: ${messageOf(cause)}`, 'runtime', { cause }) }
}

/** A workflow from a server is a template, but it names no secret of ours. */
const withoutSecrets = (text: string): string => text.replace(/\$(?=\{\s*secret\s*:)/g, INERT_DOLLAR)
