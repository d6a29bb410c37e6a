import type { Options } from './command.ts'
import type { Context } from './context.ts'
import { runSmallWorkflow } from './small-workflow.ts'

/** Runs a saved load now, as a workflow of one task would. */
export const runSavedLoad = (context: Context, name: string, options: Options): Promise<number> => {
  const project = options.text('project')
  return runSmallWorkflow(context, options, { name: 'load', project, config: { '+run': { 'td_load>': name, database: 'loads' } }, again: `load run ${name}${project === undefined ? '' : ` --project ${project}`}` })
}
