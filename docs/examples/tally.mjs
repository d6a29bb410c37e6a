// An operator from outside: `tally>` counts the lines of a file of the project and stores the number.
//
//   +count:
//     tally>: data/orders.csv
//   +show:
//     echo>: ${tally.lines} lines

const tally = {
  type: 'tally',
  // `_retry` of the task runs it again when it fails.
  retries: true,
  async run(task) {
    const file = task.params.text('_command')
    const workspace = await task.workspace()
    const text = await workspace.readText(file)
    const lines = text === '' ? 0 : text.replace(/\n$/, '').split('\n').length
    const most = task.params.optionalInt('at_most')
    if (most !== undefined && lines > most) throw new Error(`${file} has ${lines} lines, more than ${most}`)
    task.log.write(`${file}: ${lines} lines\n`)
    return { kind: 'success', stores: { tally: { lines } } }
  },
}

export const operators = [tally]
