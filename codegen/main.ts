import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate } from './generate.ts'
import { problemsOf } from './problems.ts'
import { readModel } from './read.ts'
import { drifted, writeAll } from './write.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const model = readModel(join(root, 'codegen/specs'))
const problems = problemsOf(model)

if (problems.length > 0) {
  for (const problem of problems) console.error(`codegen/specs/${problem.file}: ${problem.where}: ${problem.message}`)
  process.exitCode = 1
} else {
  const outputs = await generate(model, root)
  if (process.argv.includes('--check')) {
    const paths = drifted(root, outputs)
    if (paths.length > 0) {
      console.error(`not what codegen/specs gives: ${paths.join(', ')}\nrun: npm run generate`)
      process.exitCode = 1
    } else console.log(`${outputs.length} generated files are up to date`)
  } else {
    writeAll(root, outputs)
    console.log(`wrote ${outputs.length} files`)
  }
}
