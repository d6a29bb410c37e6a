import { TaskFailure, type Operator, type TaskResult, type TaskRun } from '../model/operator.ts'

export interface OperatorParts {
  readonly type: string
  readonly retries: boolean
  run(task: TaskRun): Promise<TaskResult>
  /** Ends what an earlier run left running, when the attempt was killed while the task waited. */
  cleanUp?(task: TaskRun): Promise<void>
}

/** An operator that answers a kill as digdag's do: it cleans up and fails (digdag §3.4). */
export const defineOperator = ({ type, retries, run, cleanUp }: OperatorParts): Operator => ({
  type,
  retries,
  run: async (task) => {
    if (!task.cancelRequested) return run(task)
    await cleanUp?.(task)
    throw canceled(task)
  },
})

/** The failure of a task whose attempt was killed; the engine turns it into `canceled`. */
export const canceled = (task: TaskRun): TaskFailure =>
  new TaskFailure(`Got a cancel-requested: attempt_id=${task.info.attemptId}, task_id=${task.info.taskId}`)

export const SUCCESS: TaskResult = { kind: 'success' }
