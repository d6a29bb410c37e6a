import { readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Connector } from '../model/connector.ts'
import { ConfigError, messageOf } from '../model/error.ts'
import { isObject, type Json } from '../model/json.ts'
import type { Operator } from '../model/operator.ts'

/** A module with operators, connectors or both, and who names it: only configuration of the person or the server is trusted. */
export interface PluginSpec {
  /** A file (`./hello.mjs`, absolute) or the name of an installed package. */
  readonly module: string
  readonly namedBy: 'configuration' | 'project'
  /** The folder that relative files start from and where packages are looked for, upwards. */
  readonly folder: string
}

export interface PluginOptions {
  /** `wf run`, or `--allow-project-plugins`. */
  readonly allowProjectPlugins: boolean
  /** Operator types that no plug-in may take. */
  readonly taken: ReadonlySet<string>
  /** The same for `in.type` of loads. */
  readonly takenConnectors?: ReadonlySet<string>
}

/** What modules brought, by type. */
export interface Plugins {
  readonly operators: ReadonlyMap<string, Operator>
  readonly connectors: ReadonlyMap<string, Connector>
}

const TYPE_NAME = /^[a-z][a-z0-9_]*$/

/**
 * Loads operators and connectors from ES modules that are already on this machine; nothing is installed (docs/plugins.md).
 * @throws ConfigError when a module is missing, exports neither, or a project names one without leave
 */
export async function loadPlugins(specs: readonly PluginSpec[], options: PluginOptions): Promise<Plugins> {
  const found = { operators: new Map<string, Operator>(), connectors: new Map<string, Connector>() }
  for (const spec of specs) {
    if (spec.namedBy === 'project' && !options.allowProjectPlugins) {
      throw new ConfigError(`The project asks for the plug-in ${spec.module}, and plug-ins of pushed projects are not allowed here`, { hint: 'name it in operator.plugins of the configuration, or start the server with --allow-project-plugins' })
    }
    const { operators, connectors } = await exportsOf(spec)
    for (const operator of operators) {
      if (options.taken.has(operator.type) || found.operators.has(operator.type)) throw new ConfigError(`The plug-in ${spec.module} brings ${operator.type}>, which exists already`)
      found.operators.set(operator.type, operator)
    }
    for (const connector of connectors) {
      if (options.takenConnectors?.has(connector.type) || found.connectors.has(connector.type)) throw new ConfigError(`The plug-in ${spec.module} brings a connector ${connector.type}, which exists already`)
      found.connectors.set(connector.type, connector)
    }
  }
  return found
}

/** Operators that projects bring, looked up when a task's type is unknown. */
export interface ProjectPlugins {
  /** @param exported the task's parameter `plugin` @param folder the project's */
  find(type: string, exported: Json | undefined, folder: string): Promise<Operator | undefined>
}

/** Loads each project's plug-ins at the first task that needs one. */
export function createProjectPlugins(options: PluginOptions): ProjectPlugins {
  const loaded = new Map<string, Promise<Plugins>>()
  return {
    find: async (type, exported, folder) => {
      const specs = projectPlugins(exported, folder)
      if (specs.length === 0) return undefined
      const key = JSON.stringify(specs)
      const plugins = loaded.get(key) ?? loadPlugins(specs, options)
      loaded.set(key, plugins)
      return (await plugins).operators.get(type)
    },
  }
}

/** `plugin: {modules: […]}` of a project's `_export`; digdag's own keys (`repositories`, `dependencies`) name jars, which are not loaded. */
export function projectPlugins(exported: Json | undefined, folder: string): readonly PluginSpec[] {
  const modules = isObject(exported) ? exported['modules'] : undefined
  if (modules === undefined || modules === null) return []
  if (!Array.isArray(modules)) throw new ConfigError('plugin.modules must be a list of files and package names')
  return modules.map((module) => ({ module: String(module), namedBy: 'project', folder }))
}

/** `operator.plugins` of a configuration: names separated by commas. */
export const configuredPlugins = (text: string | undefined, folder: string): readonly PluginSpec[] =>
  (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '').map((module) => ({ module, namedBy: 'configuration', folder }))

async function exportsOf(spec: PluginSpec): Promise<{ readonly operators: readonly Operator[]; readonly connectors: readonly Connector[] }> {
  const file = await fileOf(spec)
  let exports: { readonly operators?: unknown; readonly connectors?: unknown }
  try { exports = await import(pathToFileURL(file).href) as typeof exports } catch (cause) {
    throw new ConfigError(`The plug-in ${spec.module} cannot be loaded: ${messageOf(cause)}`, { cause })
  }
  const [operators, connectors] = [listOf(exports.operators), listOf(exports.connectors)]
  if (operators.length + connectors.length === 0) throw new ConfigError(`The plug-in ${spec.module} exports no list named operators or connectors`, { hint: 'export const operators = [{ type, retries, run }], or connectors = [{ type, open }] (docs/plugins.md)' })
  return { operators: operators.map((operator) => checkedOperator(operator, spec)), connectors: connectors.map((connector) => checkedConnector(connector, spec)) }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function checkedConnector(value: unknown, { module }: PluginSpec): Connector {
  const connector = value as Partial<Connector> | null
  if (connector === null || typeof connector !== 'object' || typeof connector.type !== 'string' || !TYPE_NAME.test(connector.type) || typeof connector.open !== 'function') {
    throw new ConfigError(`The plug-in ${module} exports something that is no connector`, { hint: 'a connector has a type in lower case, and open(config, context)' })
  }
  return { type: connector.type, open: connector.open.bind(connector) }
}

function checkedOperator(value: unknown, { module }: PluginSpec): Operator {
  const operator = value as Partial<Operator> | null
  if (operator === null || typeof operator !== 'object' || typeof operator.type !== 'string' || !TYPE_NAME.test(operator.type) || typeof operator.run !== 'function') {
    throw new ConfigError(`The plug-in ${module} exports something that is no operator`, { hint: 'an operator has a type in lower case, retries and run(task)' })
  }
  return { type: operator.type, retries: operator.retries === true, run: operator.run.bind(operator) }
}

async function fileOf({ module, folder }: PluginSpec): Promise<string> {
  if (isAbsolute(module) || module.startsWith('./') || module.startsWith('../')) return resolve(folder, module)
  for (let directory = resolve(folder); ; directory = dirname(directory)) {
    const packageFolder = join(directory, 'node_modules', module)
    if (await stat(packageFolder).then((found) => found.isDirectory(), () => false)) return join(packageFolder, await entryOf(packageFolder))
    if (directory === dirname(directory)) throw new ConfigError(`The plug-in package ${module} is not installed`, { hint: `npm install ${module} in ${folder}, or above it` })
  }
}

interface Manifest { readonly exports?: unknown; readonly main?: string; readonly module?: string }

/** The file that `import` of the package would load. */
async function entryOf(packageFolder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as Manifest
  return target(manifest.exports) ?? manifest.main ?? 'index.js'
}

function target(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (exports === null || typeof exports !== 'object') return undefined
  const conditions = exports as Readonly<Record<string, unknown>>
  for (const key of ['.', 'node', 'import', 'default']) if (key in conditions) return target(conditions[key])
  return undefined
}
