import type { Model, Problem, SchemaObject } from './model.ts'
import { operationRows } from './operations.ts'

/** What contradicts itself in the specifications: all of it, not the first. */
export function problemsOf(model: Model): readonly Problem[] {
  return [...metricProblems(model), ...validatorProblems(model), ...versionProblems(model), ...graphProblems(model)]
}

function metricProblems({ metrics, versions }: Model): readonly Problem[] {
  const known = new Set(versions.map((row) => row.version))
  const timeframes = new Set(metrics.timeframes.map((frame) => frame.name))
  const problem = (where: string, message: string): Problem => ({ file: 'metrics.yaml', where, message })
  const lives = [...metrics.media.map((metric) => ({ where: metric.name, ...metric })), ...metrics.user.flatMap((metric) => metric.forms.map((form) => ({ where: `${metric.name} ${form.metricType}`, ...form })))]
  return [
    ...repeated(metrics.user.map((metric) => metric.name)).map((name) => problem(`user ${name}`, 'stands twice')),
    ...repeated(metrics.media.map((metric) => metric.name)).map((name) => problem(`media ${name}`, 'stands twice')),
    ...lives.filter((life) => life.deprecated && !known.has(life.deprecated.version)).map((life) => problem(life.where, `version ${life.deprecated?.version} is not in versions.yaml`)),
    ...lives.filter((life) => life.removed && life.removed < life.since).map((life) => problem(life.where, 'was removed before it began')),
    ...metrics.user.flatMap((metric) => metric.forms.flatMap((form) => form.timeframes.filter((name) => !timeframes.has(name)).map((name) => problem(metric.name, `timeframe ${name} is unknown`)))),
  ]
}

function validatorProblems({ metrics, validators }: Model): readonly Problem[] {
  const names = { user: new Set(metrics.user.map((metric) => metric.name)), media: new Set(metrics.media.map((metric) => metric.name)) }
  return validators.lists.flatMap((list) => list.metrics.filter((name) => !names[list.node].has(name))
    .map((name) => ({ file: 'validators.yaml', where: `${list.node} from ${list.from}`, message: `metric ${name} is not in metrics.yaml` })))
}

function versionProblems({ versions }: Model): readonly Problem[] {
  return versions.filter((row, index) => index > 0 && row.introduced < (versions[index - 1]?.introduced ?? ''))
    .map((row) => ({ file: 'versions.yaml', where: row.version, message: 'stands out of order' }))
}

function graphProblems({ graph }: Model): readonly Problem[] {
  const problem = (where: string, message: string): Problem => ({ file: 'graph.yaml', where, message })
  const { schemas } = graph.components
  const fields = (schema: SchemaObject) => new Set(Object.keys(schema.properties ?? {}))
  return [
    ...repeated(operationRows(graph).map((row) => row.id)).map((id) => problem(id, 'stands twice')),
    ...operationRows(graph).filter(({ operation }) => !schemas[operation['x-result'] ?? '']).map((row) => problem(row.id, 'answers a schema that does not exist')),
    ...Object.entries(schemas).flatMap(([name, schema]) => [
      ...Object.values({ ...schema['x-edges'], ...schema['x-nodes'] }).filter((target) => !schemas[target]).map((target) => problem(name, `edge to ${target}, which does not exist`)),
      ...[...schema['x-always'] ?? [], ...Object.keys(schema['x-hosts-of'] ?? {})].filter((field) => !fields(schema).has(field)).map((field) => problem(name, `field ${field} does not exist`)),
    ]),
  ]
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
