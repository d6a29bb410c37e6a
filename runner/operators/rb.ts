import { defineOperator } from './define.ts'
import { RUBY_RUNNER } from './ruby-runner.ts'
import { interpreterOf, runScript } from './script-run.ts'

/** `rb>`: calls a Ruby method with its arguments taken from the parameters by name (digdag §6.3). */
export const rb = defineOperator({
  type: 'rb',
  retries: true,
  run: async (task) => {
    const params = task.params.withDefaults('rb')
    const interpreter = interpreterOf(params, 'ruby', 'ruby')
    const command = params.has('_command') ? params.text('_command') : undefined
    const required = params.optionalText('require')
    const program = command === undefined ? params.text('script') : RUBY_RUNNER
    return runScript(task, params, {
      language: 'Ruby', interpreter, program, fileName: 'runner.rb', args: command === undefined ? [] : [command, required ?? ''],
      messageMark: ': ',
    })
  },
})
