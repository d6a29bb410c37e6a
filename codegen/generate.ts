import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessorsText } from './accessors.ts'
import { catalogueText, metricTextsText, validatorsText } from './catalogue.ts'
import { entitiesText } from './entities.ts'
import type { Model, Output } from './model.ts'
import { operationsText } from './operations.ts'
import { rulesText } from './rules.ts'
import { documentText, typesText } from './types.ts'
import { generated } from './write.ts'

const README = `# Generated

Written by \`npm run generate\` from \`codegen/specs\`; never edited by hand. \`npm run generate -- --check\` fails when a file here is not what the specifications give.

| file | what it holds |
|---|---|
| \`catalogue.ts\` | versions and metrics, as data and types |
| \`metric-texts.ts\` | titles and descriptions of metrics |
| \`validators.ts\` | the lists and literal texts the API refuses with, by node, host and time |
| \`operations.ts\` | the table of operations |
| \`entities.ts\` | nodes, their fields and edges |
| \`metric-rules.ts\` | what the compiler knows of each metric |
| \`accessors.ts\` | the typed accessors (ts-morph) |
| \`schema.ts\` | the OpenAPI description as types (openapi-typescript) |
| \`openapi.ts\` | the OpenAPI description as data |
| \`lock.json\` | hashes of the specifications and versions of the generators |

Something wrong? It is wrong in \`codegen/specs\`; correct it there, with its source.
`

/** Every file the generator owns, from the specifications alone. */
export async function generate(model: Model, root: string): Promise<readonly Output[]> {
  return [
    generated('sdk/generated/catalogue.ts', catalogueText(model)),
    generated('sdk/generated/metric-texts.ts', metricTextsText(model)),
    generated('sdk/generated/validators.ts', validatorsText(model)),
    generated('sdk/generated/operations.ts', operationsText(model)),
    generated('sdk/generated/entities.ts', entitiesText(model)),
    generated('sdk/generated/metric-rules.ts', rulesText(model)),
    generated('sdk/generated/accessors.ts', accessorsText(model)),
    generated('sdk/generated/schema.ts', await typesText(model.graph)),
    generated('sdk/generated/openapi.ts', documentText(model.graph)),
    generated('runner/client/generated/api.ts', await typesText(model.digdag)),
    { path: 'sdk/generated/README.md', text: README },
    { path: 'sdk/generated/lock.json', text: lockText(model, root) },
  ]
}

function lockText(model: Model, root: string): string {
  const versionOf = (name: string): string => {
    const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }
    return manifest.version
  }
  const lock = {
    command: 'npm run generate',
    catalogue: model.metrics.asOf,
    specs: model.hashes,
    generators: { 'openapi-typescript': versionOf('openapi-typescript'), 'ts-morph': versionOf('ts-morph') },
  }
  return `${JSON.stringify(lock, null, 2)}\n`
}
