import type {
  BatchInput,
  InstallInput,
  Operation,
  PreviewInput,
  PreviewResult,
  RecoverInput,
  ServiceInput,
  UninstallInput,
} from '#contracts/operations.ts';
import type { Task, TaskStatus, TaskSummary } from '#contracts/task.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { AskedOperation } from '#domain/reach.ts';

/** Durable operations, as the API asks for them. Every call has a deadline; error of all: `temporal-unreachable`. */
export interface TaskEngine {
  /** Starts the operation on its lock. Error: `service-busy` with the open task's id in `data.task`. */
  start(request: TaskRequest): Promise<TaskId>;
  /** One consistent description; undefined when the engine has forgotten the run. Plan and steps are not in it. */
  describe(id: TaskId): Promise<TaskDescription | undefined>;
  list(query: TaskQuery): Promise<{ readonly tasks: readonly TaskSummary[]; readonly next?: string }>;
  /** Runs a preview and waits for its result, at most 30 s. Errors: the workflow's own, `task-timeout`. */
  preview(request: Extract<TaskRequest, { readonly operation: 'preview' }>): Promise<PreviewResult>;
  /** Asks the run to stop and undo. False when it is closed already. */
  cancel(id: TaskId): Promise<boolean>;
  /** The open run on a service's lock. */
  openTask(service: ServiceId): Promise<TaskId | undefined>;
}

export type TaskRequest =
  | { readonly operation: 'install'; readonly input: InstallInput; readonly summary: string }
  | { readonly operation: 'uninstall'; readonly input: UninstallInput; readonly summary: string }
  | {
      readonly operation: AskedOperation | 'reconfigure' | 'update';
      readonly input: ServiceInput;
      readonly summary: string;
    }
  | { readonly operation: 'recover'; readonly input: RecoverInput; readonly summary: string }
  | {
      readonly operation: 'batch';
      readonly input: BatchInput;
      readonly key: string;
      readonly summary: string;
    }
  | {
      readonly operation: 'preview';
      readonly input: PreviewInput;
      readonly key: string;
      readonly summary: string;
    };

export interface TaskDescription extends TaskSummary {
  readonly waitingFor?: string;
  readonly error?: Task['error'];
}

export interface TaskQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly status?: TaskStatus;
  readonly service?: ServiceId;
  readonly operation?: Operation;
}

/** Waiting for runs, as workers do it. */
export interface TaskWaiter {
  /** Resolves when no run is open under the service's lock; also when there never was one. Follows the newest run only. */
  untilFree(service: ServiceId, signal: AbortSignal): Promise<void>;
}
