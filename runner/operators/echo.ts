import { defineOperator, SUCCESS } from './define.ts'

/** `echo>`: prints one line (digdag §6.2). */
export const echo = defineOperator({
  type: 'echo',
  retries: false,
  run: async (task) => {
    task.log.write(`${task.params.text('_command')}\n`)
    return SUCCESS
  },
})
