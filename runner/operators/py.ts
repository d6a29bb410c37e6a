import { defineOperator } from './define.ts'
import { PYTHON_RUNNER } from './python-runner.ts'
import { interpreterOf, runScript } from './script-run.ts'

/** `py>`: calls a Python function with its arguments taken from the parameters by name (digdag §6.3). */
export const py = defineOperator({
  type: 'py',
  retries: true,
  run: async (task) => {
    const params = task.params.withDefaults('py')
    const interpreter = interpreterOf(params, 'python', 'python')
    const command = params.has('_command') ? params.text('_command') : undefined
    const program = command === undefined ? params.text('script') : PYTHON_RUNNER
    return runScript(task, params, {
      language: 'Python', interpreter, program, fileName: 'runner.py', args: command === undefined ? [] : [command],
      messageMark: '\nError messages from python: ',
    })
  },
})
