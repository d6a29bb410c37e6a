import ignore from 'ignore'
import { ConfigError, type Problem } from '../model/error.ts'
import { isObject, type JsonObject } from '../model/json.ts'
import type { CompiledWorkflow } from '../model/project.ts'
import { compileTree } from './compile.ts'
import { problemAt, type DigProblem } from './problem.ts'
import { structureHint, topLevelHint } from './hints.ts'
import { readSchedule } from './schedule.ts'
import { checkSla } from './sla.ts'
import { readWorkflowFile, type FileFault, type WorkflowFile } from './workflow-file.ts'
import { notMapping, readYaml, type YamlResult } from './yaml.ts'

/** The files of a project, paths relative to it with `/`. */
export interface SourceFiles {
  /** Undefined when there is no such regular file. */
  read(path: string): string | Uint8Array | undefined
  /** In the order of the directory's listing, which is the order of the workflows. */
  list(): readonly string[]
}

export interface LoadOptions {
  /** The path of the project as messages print it. */
  readonly root: string
  /** Accept file names that digdag refuses for what they contain (a space, `.dig.dig`), with a warning. */
  readonly lenientNames?: boolean
  /** Also tell what reads otherwise than it looks; see `YamlOptions`. */
  readonly warnings?: boolean
  /** Also tell what is wrong with `schedule:` and `sla:`, as a check does; the engine reads them when it makes the schedules. */
  readonly schedules?: boolean
}

export interface LoadedProject {
  /** Those without an error. A project with an error in any of them is not to be used (digdag §1.3). */
  readonly workflows: readonly CompiledWorkflow[]
  readonly problems: readonly DigProblem[]
  /** Where a path of a workflow's file was written, for problems that others find. */
  readonly texts: ReadonlyMap<string, YamlResult>
}

const SUFFIX = '.dig'

/** Reads, checks and compiles every workflow of a project: the `.dig` files of its directory. All problems of all files are told. */
export function loadProject(files: SourceFiles, options: LoadOptions): LoadedProject {
  const texts = new Map<string, YamlResult>()
  const workflows: CompiledWorkflow[] = []
  const problems: DigProblem[] = []
  for (const file of workflowFiles(files)) {
    const found = loadWorkflow(files, file, options, texts)
    problems.push(...found.problems)
    if (found.workflow !== undefined) workflows.push(found.workflow)
  }
  return { workflows, problems, texts }
}

/** Regular files directly in the project, neither hidden nor left out by `.digdagignore`. */
function workflowFiles(files: SourceFiles): readonly string[] {
  const candidates = files.list().filter((path) => path.endsWith(SUFFIX) && !path.includes('/') && !path.startsWith('.'))
  const rules = files.read('.digdagignore')
  return rules === undefined ? candidates : ignore().add(decode(rules)).filter(candidates)
}

const decoder = new TextDecoder()
const decode = (content: string | Uint8Array): string => (typeof content === 'string' ? content : decoder.decode(content))

const readText = (files: SourceFiles) => (path: string): string | undefined => {
  const content = files.read(path)
  return content === undefined ? undefined : decode(content)
}

function loadWorkflow(files: SourceFiles, file: string, options: LoadOptions, texts: Map<string, YamlResult>): { readonly workflow?: CompiledWorkflow; readonly problems: readonly DigProblem[] } {
  const name = file.slice(0, -SUFFIX.length)
  const workflowFile = `${options.root}/${file}`
  const yaml = readYaml(readText(files)(file) ?? '', file, { include: readText(files), root: options.root, warnings: options.warnings === true })
  texts.set(name, yaml)
  const tagged = (problems: readonly DigProblem[]): readonly DigProblem[] => problems.map((problem) => ({ ...problem, workflowFile }))
  if (yaml.value === undefined) return { problems: tagged(yaml.problems) }
  if (!isObject(yaml.value)) return { problems: tagged([...yaml.problems, notMapping(yaml.placeOf([]), yaml.value)]) }
  const { file: content, faults } = readWorkflowFile(name, yaml.value)
  const compiled = compileTree({ parentFullName: '', name: `+${name}`, config: content.config, checkRootName: true })
  const problems = tagged([
    ...yaml.problems,
    ...faults.map((fault) => fileProblem(yaml, fault, options)),
    ...compiled.faults.filter(({ path, message }) => !alreadyTold(faults, path, message)).map((fault) => structureProblem(yaml, fault, options)),
    ...(options.schedules === true && faults.length === 0 ? timingProblems(yaml, content) : []),
  ])
  if (problems.some(({ severity }) => severity === 'error')) return { problems }
  return { workflow: { name, timezone: content.timezone, config: content.config, tasks: compiled.tasks }, problems }
}

function timingProblems(yaml: YamlResult, { config, timezone }: WorkflowFile): readonly DigProblem[] {
  const { schedule, sla } = config
  const found = [
    ...(schedule === undefined ? [] : readSchedule(schedule, timezone).problems.map((problem) => ({ key: 'schedule', problem }))),
    ...(sla === undefined ? [] : checkSla(sla).map((problem) => ({ key: 'sla', problem }))),
  ]
  return found.map(({ key, problem: { message, severity, hint } }) => problemAt(yaml.placeOf([key]), 'structure', message, { severity, ...(hint === undefined ? {} : { hint }) }))
}

/** The compiler meets a bad top-level value and name again. */
const alreadyTold = (faults: readonly FileFault[], path: readonly string[], message: string): boolean =>
  faults.some((fault) => fault.path.length === path.length && fault.path.every((key, i) => key === path[i]) && (path.length > 0 || message.startsWith('name must not be longer')))

function fileProblem(yaml: YamlResult, fault: FileFault, options: LoadOptions): DigProblem {
  if (fault.ofFileName === true) return fileNameProblem(yaml, fault, options, /must not (?:end|start with a numeric)/)
  const { kind, message, path } = fault
  const hint = topLevelHint(yaml, fault)
  return { ...problemAt(yaml.placeOf(path), kind, message, hint === undefined ? {} : { hint }), ...headingOf(fault) }
}

function structureProblem(yaml: YamlResult, fault: { readonly path: readonly string[]; readonly message: string; readonly heading?: string }, options: LoadOptions): DigProblem {
  if (fault.path.length === 0 && fault.message.startsWith('name ')) return fileNameProblem(yaml, { ...fault, kind: 'structure' }, options, /must not contain character '[^+^/:]'/u)
  const hint = structureHint(fault.message)
  return { ...problemAt(yaml.placeOf(fault.path), 'structure', fault.message, hint === undefined ? {} : { hint }), ...headingOf(fault) }
}

const headingOf = ({ heading }: { readonly heading?: string }): { readonly heading?: string } => (heading === undefined ? {} : { heading })

function fileNameProblem(yaml: YamlResult, fault: FileFault, options: LoadOptions, tolerable: RegExp): DigProblem {
  const { source } = yaml.placeOf([])
  const accepted = options.lenientNames === true && tolerable.test(fault.message)
  return {
    kind: fault.kind, message: fault.message, severity: accepted ? 'warning' : 'error', position: { file: source.file, line: 1, column: 1 }, ...headingOf(fault),
    hint: accepted ? 'Accepted here; digdag and Treasure Workflow refuse this file name.' : 'The name of the file is the name of the workflow: rename the file.',
  }
}

/** What digdag answers to a push with these errors: the first missing file, else the first failure of each file, else the first of the compiler (digdag §1.3). */
export function digdagMessage(errors: readonly DigProblem[]): string {
  const missing = errors.find(({ kind }) => kind === 'file')
  if (missing !== undefined) return missing.message
  const loading = errors.filter(({ kind }) => kind !== 'structure')
  if (loading.length === 0) return firstTogether(errors)
  const files = [...new Set(loading.map(({ workflowFile }) => workflowFile))]
  return ['Validating project failed', ...files.map((file) => `workflow ${file ?? ''} ${firstTogether(loading.filter(({ workflowFile }) => workflowFile === file))}`)].join('\n')
}

/** The first problem's text, with those that digdag reports under the same heading. */
function firstTogether(problems: readonly DigProblem[]): string {
  const [first] = problems
  if (first === undefined) return ''
  if (first.heading === undefined) return first.kind === 'syntax' ? `${first.message}${snakeYamlMark(first)}` : first.message
  const together = problems.filter(({ heading, workflowFile }) => heading === first.heading && workflowFile === first.workflowFile)
  return [first.heading, ...together.map(({ message }) => message)].join('\n')
}

const snakeYamlMark = ({ position }: Problem): string => (position === undefined ? '' : `\n in 'string', line ${position.line}, column ${position.column}`)

/**
 * The file of a `call>` or the text of an `http_call>` as the configuration of `^sub` (digdag §6.2). `timezone` is dropped;
 * a file in a sub-directory exports its `_workdir`.
 * @param name the file's path without `.dig`
 * @throws ConfigError with digdag's text for the first problem
 */
export function loadCalledWorkflow(text: string, file: string, files: SourceFiles, name: string): JsonObject {
  const yaml = readYaml(text, file, { include: readText(files) })
  if (yaml.value === undefined) throw refusal(yaml.problems)
  if (!isObject(yaml.value)) throw refusal([notMapping(yaml.placeOf([]), yaml.value)])
  const { file: content, faults } = readWorkflowFile(name, yaml.value)
  const problems = faults.filter(({ message, ofFileName }) => ofFileName !== true || !message.includes('must not end with')).map((fault) => fileProblem(yaml, fault, { root: '' }))
  if (problems.length > 0) throw refusal(problems)
  return withWorkdir(content.config, name)
}

function refusal(problems: readonly DigProblem[]): ConfigError {
  const errors = problems.filter(({ severity }) => severity === 'error')
  return new ConfigError(firstTogether(errors), { problems: errors })
}

function withWorkdir(config: JsonObject, name: string): JsonObject {
  const slash = name.lastIndexOf('/')
  if (slash === -1) return config
  const folder = name.slice(0, slash)
  const exported = isObject(config['_export']) ? config['_export'] : {}
  const own = exported['_workdir']
  const { _export: _old, ...rest } = config
  return { _export: { ...exported, _workdir: typeof own === 'string' ? `${folder}/${own}` : folder }, ...rest }
}
