import type { Operation } from '#contracts/operations.ts';
import type { Task, TaskStatus, TaskSummary } from '#contracts/task.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';

/** Idempotency keys and the archive of closed tasks. */
export interface TaskStore {
  /**
   * Reserves (principal, key) for a body. `new`: go on. `repeat`: the same request again; `task` once it is known. Another body is
   * `idempotency-mismatch`.
   */
  reserveKey(
    request: KeyedRequest,
  ): Promise<{ readonly kind: 'new' } | { readonly kind: 'repeat'; readonly task?: TaskId }>;
  recordKey(request: KeyedRequest, task: TaskId): Promise<void>;
  /** Frees a key whose request was refused, so that it can be sent again. */
  freeKey(request: KeyedRequest): Promise<void>;

  archive(task: Task): Promise<void>;
  archived(id: TaskId): Promise<Task | undefined>;
  /** Newest first. */
  list(query: ArchiveQuery): Promise<{ readonly tasks: readonly TaskSummary[]; readonly next?: string }>;
  /** Which of these are in the archive. */
  known(ids: readonly TaskId[]): Promise<ReadonlySet<TaskId>>;
}

export interface KeyedRequest {
  readonly principal: string;
  readonly key: string;
  readonly bodyHash: string;
}

export interface ArchiveQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly status?: TaskStatus;
  readonly service?: ServiceId;
  readonly operation?: Operation;
}
