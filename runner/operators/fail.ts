import { TaskFailure } from '../model/operator.ts'
import { defineOperator } from './define.ts'

/** `fail>`: fails with its command as the message (digdag §6.2). */
export const fail = defineOperator({
  type: 'fail',
  retries: false,
  run: async (task) => { throw new TaskFailure(task.params.optionalText('_command') ?? '') },
})
