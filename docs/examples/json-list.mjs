// A connector from outside: `td_load>` with `in.type: json_list` loads a list of objects that a URL answers.
//
//   in:
//     type: json_list
//     url: https://example.com/shops.json
//     columns: {id: long, name: string}

const jsonList = {
  type: 'json_list',
  async open(config, context) {
    const { url, columns } = config
    // All that is wrong with the configuration is told here, before anything is read.
    if (typeof url !== 'string' || typeof columns !== 'object') throw new Error('json_list needs url, and columns: {name: type}')
    const names = Object.keys(columns)
    const shape = names.map((name) => ({ name, type: columns[name] }))
    return {
      columns: shape,
      // What makes a row the same row, for `out.mode: upsert`.
      keys: names.slice(0, 1),
      async *read(finished) {
        if (finished.has('list')) return
        const answer = await fetch(url, { signal: context.signal })
        if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
        const rows = (await answer.json()).map((one) => names.map((name) => one[name] ?? null))
        context.log.line('info', `${rows.length} rows from ${url}`)
        // A load that is cut off reads what is not finished yet when it is resumed.
        yield { columns: shape, rows, unit: 'list', finishes: ['list'] }
      },
      skipped: () => [],
      nextState: () => undefined,
    }
  },
}

export const connectors = [jsonList]
