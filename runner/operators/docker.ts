import { createHash, randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunnerError } from '../model/error.ts'
import { RuntimeFailure, type TaskRun, type Workspace } from '../model/operator.ts'
import { createParams, type Params } from '../model/params.ts'
import { runProcess, type Command } from './process.ts'
import { textList } from './values.ts'

export interface Containable {
  readonly command: Command
  /** The variables that go into the container; the rest of the environment stays outside. */
  readonly declared: Readonly<Record<string, string>>
  readonly workspace: Workspace
  /** The task's private folder, mounted beside the project. */
  readonly folder: string
}

/**
 * Runs the command, inside a container when the task has `docker:` (digdag §6.3), and answers its exit code. The project
 * and the task's private folder are mounted where they are, so that every path stays right.
 * @throws RunnerError `unavailable` when there is no docker command
 */
export async function runContained(task: TaskRun, params: Params, what: Containable): Promise<number> {
  if (!params.has('docker')) return runProcess(task, what.command)
  const docker = createParams(params.object('docker'))
  const client = docker.optionalText('docker') ?? 'docker'
  const image = await imageFor(task, docker, client, what)
  const { command, workspace, folder, declared } = what
  const name = `trowel-${task.info.taskId}-${randomUUID()}`
  const label = docker.flag('selinux', false) ? ':z' : ''
  const mounts = [workspace.projectPath, folder].flatMap((path) => ['-v', `${path}:${path}${label}`])
  // Names only: docker reads the values from its own environment, so no value stands in the list of processes.
  const variables = Object.keys(declared).flatMap((key) => ['-e', key])
  const args = ['run', '-i', '--rm', '--name', name, ...mounts, '-w', command.cwd, ...variables, ...(textList(docker, 'run_options') ?? []), image, command.program, ...command.args]
  return runDocker(task, { program: client, args, cwd: command.cwd, env: command.env, onStop: () => removeContainer(client, name, command.env) })
}

async function imageFor(task: TaskRun, docker: Params, client: string, what: Containable): Promise<string> {
  const base = docker.text('image')
  const lines = textList(docker, 'build')
  const pull = docker.flag('pull_always', false)
  if (lines === undefined) {
    if (pull) await dockerCommand(task, client, ['pull', base], what)
    return base
  }
  const file = ['FROM ' + base, ...lines.map((line) => `RUN ${line}`), ''].join('\n')
  const options = textList(docker, 'build_options') ?? []
  const image = `trowel-${createHash('sha256').update(JSON.stringify([file, options])).digest('hex').slice(0, 24)}`
  // A folder of its own as the context: the task's script and its secrets must not reach the build.
  const context = join(what.folder, 'image')
  await mkdir(context)
  const path = join(context, 'Dockerfile')
  await writeFile(path, file)
  await dockerCommand(task, client, ['build', '-f', path, ...(pull ? ['--pull'] : []), ...options, '-t', image, context], what)
  return image
}

async function dockerCommand(task: TaskRun, client: string, args: readonly string[], { command }: Containable): Promise<void> {
  const code = await runDocker(task, { program: client, args, cwd: command.cwd, env: { ...task.services.environment } })
  if (code !== 0) throw new RuntimeFailure(`Docker ${args[0]} failed with code ${code}`)
}

async function runDocker(task: TaskRun, command: Command): Promise<number> {
  try { return await runProcess(task, command) } catch (cause) {
    if (!(cause instanceof RuntimeFailure) || cause.hint !== 'io') throw cause
    throw new RunnerError('unavailable', `The task asks for docker and the command ${command.program} is not here`, { cause, hint: 'install docker, or leave docker: out' })
  }
}

function removeContainer(client: string, name: string, env: Readonly<Record<string, string>>): void {
  spawn(client, ['rm', '-f', name], { env: { ...env }, stdio: 'ignore', detached: true }).on('error', () => undefined).unref()
}
