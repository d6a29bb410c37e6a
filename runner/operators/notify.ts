import { defineOperator, SUCCESS } from './define.ts'

/** `notify>`: sends a notification by whatever is set up; nothing set up, nothing done (digdag §6.2, §6.5). */
export const notify = defineOperator({
  type: 'notify',
  retries: false,
  run: async (task) => {
    await task.services.notify(task.params.text('_command'), task.info)
    return SUCCESS
  },
})
