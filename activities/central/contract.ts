import type { DeliveryRoute, NextDelivery } from '#contracts/alerts.ts';
import type { HostReport, Observation } from '#contracts/messages.ts';
import type { BatchMember, Origin, PreviewInput, ServiceOperation } from '#contracts/operations.ts';
import type { TaskError, TaskStatus } from '#contracts/task.ts';
import type { AlertName } from '#domain/alert.ts';
import type { BusyAnswer, BusyDefinition } from '#domain/busy.ts';
import type { HostId, ServiceId, TaskId } from '#domain/ids.ts';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import type { Happening } from '#domain/monitoring.ts';
import type { ObservedService } from '#domain/observed.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { Move } from '#domain/recovery/decide.ts';
import type { Outcome } from '#domain/recovery/outcomes.ts';
import type { RunReference } from '#domain/service.ts';

/** What an operation is about, as its activities see it. */
export interface OperationContext {
  readonly operation: ServiceOperation;
  readonly service: ServiceId;
  readonly origin: Origin;
}

/** What a host must look for before the service can be planned. */
export interface Looking {
  /** The row's status before the operation touched it. */
  readonly from: ServiceStatus;
  readonly host: HostId;
  readonly service: ServiceId;
  readonly images: readonly { readonly image: string; readonly digest?: string }[];
  readonly folders: readonly string[];
  /** How long work waits for the host while it is away; absent in the histories of releases that waited six hours. */
  readonly patienceSeconds?: number;
}

export interface PlanRequest extends OperationContext {
  readonly observed: ObservedService;
  readonly purge: boolean;
  /** Uninstall only: take back exactly what that install task made. */
  readonly undoes?: TaskId;
  readonly approvedPlan?: string;
  /** Of a recovery: what was seen that asks for it. */
  readonly cause?: string;
  readonly happened?: Happening;
  /** Set for a plan that is made anew, because reality moved under the one before. */
  readonly round?: number;
}

export interface Planned {
  readonly plan: Plan;
  /** False when nothing is to do: then the row was left as it is. */
  readonly tookOver: boolean;
}

export interface Closing extends OperationContext {
  readonly status: TaskStatus;
  readonly error?: TaskError;
  /** Where the row goes when the operation did not succeed; absent to leave it. */
  readonly to?: ServiceStatus;
}

/** A dependency that only a withdrawn consumer had asked for. */
export interface Orphan {
  readonly service: ServiceId;
  readonly host: HostId;
  /** The task that made it. */
  readonly task: TaskId;
  readonly run: RunReference;
}

/** One member of a preview: nothing is written for it. */
export interface PreviewMember {
  readonly member: BatchMember;
  readonly pretended: Pick<PreviewInput, 'services' | 'edges' | 'settings'>;
}

export interface MonitorLook {
  readonly service: ServiceId;
  /** Names the look within the monitor's run. */
  readonly key: string;
  /** The monitor's own clock. */
  readonly now: string;
}

/** What a monitor is to do next. */
export interface Verdict {
  readonly move: MonitorMove;
  /** The word that was reported does not count yet: it is to be told again once the operation has ended. */
  readonly untold?: true;
  /** Monitors that wait for this service. */
  readonly wake: readonly ServiceId[];
  /** Set while the breaker is open and the service is not well: the host whose engine is to leave it alone. */
  readonly rests?: HostId;
  /** Set for a service that is well and whose breaker was open once: the host whose engine is to restart it by itself again. */
  readonly keeps?: HostId;
  readonly alerts: readonly AlertState[];
}

export type MonitorMove =
  | Exclude<Move, { readonly do: 'attempt' } | { readonly do: 'ask' }>
  | { readonly do: 'ask'; readonly host: HostId; readonly probe: BusyDefinition }
  | (Extract<Move, { readonly do: 'attempt' }> & { readonly host: HostId; readonly correlationId: string });

export interface AlertState {
  readonly alert: AlertName;
  readonly state: 'raised' | 'resolved';
  readonly summary: string;
  readonly description: string;
}

/** Activities on what the control plane keeps, besides steps. */
export interface CentralActivities {
  /** Tells the event log that the task is there, and says what to look for. */
  openOperation(context: OperationContext): Promise<Looking>;
  /** Computes the plan; takes the row over for this run when there is something to do. */
  planOperation(request: PlanRequest): Promise<Planned>;
  /** Tells the event log how the task ended, and where it left the row. */
  closeOperation(closing: Closing): Promise<void>;
  /** Tells the event log about a task that this one started. */
  recordChild(child: {
    readonly origin: Origin;
    readonly service: ServiceId;
    readonly task: TaskId;
  }): Promise<void>;
  /** Opens and closes tasks that hold no lock. */
  openBatch(batch: {
    readonly origin: Origin;
    readonly operation: 'batch' | 'preview';
    readonly members: readonly BatchMember[];
  }): Promise<void>;
  closeBatch(batch: {
    readonly origin: Origin;
    readonly status: TaskStatus;
    readonly error?: TaskError;
    /** Of a batch that did not succeed: claims of those that were never begun are dropped. */
    readonly members?: readonly BatchMember[];
    /** That of a change among them: another request's is left alone. */
    readonly claim?: string;
  }): Promise<void>;
  /** As `openOperation` and `planOperation`, for rows that are only pretended: nothing is written. */
  openPreview(preview: PreviewMember): Promise<Looking>;
  planPreview(preview: PreviewMember & { readonly observed: ObservedService }): Promise<Plan>;
  /** Brings what a watcher saw into the service's row, unless an operation knows better, and says what recovery is to do. */
  reportHealth(report: MonitorLook & { readonly observation: Observation }): Promise<Verdict>;
  /** Says what recovery is to do by what is known now, after an attempt also by how that ended, after a question also by the answer. */
  reviewRecovery(
    review: MonitorLook & { readonly tried?: Outcome; readonly busy?: BusyAnswer },
  ): Promise<Verdict>;
  /** Tells the event log that a host went or came back; while it is away nothing is known of its services. */
  reportHost(report: {
    readonly host: HostId;
    readonly report: HostReport;
    readonly key: string;
  }): Promise<void>;
  /** Raises the alert unless it is open already, and has every sink told. Does not wait for them. */
  raiseAlert(alert: {
    readonly service: ServiceId;
    readonly alert: AlertName;
    readonly summary: string;
    readonly description: string;
  }): Promise<void>;
  /** Resolves the alert if it is open, and has every sink told. */
  resolveAlert(alert: { readonly service: ServiceId; readonly alert: AlertName }): Promise<void>;
  /** Tells one sink what it is to be told next of one service's alerts. */
  postAlert(route: DeliveryRoute): Promise<NextDelivery>;
  /** Waits, heartbeating, until no run holds the service's lock; then says what the service is. */
  awaitService(service: ServiceId): Promise<ServiceStatus>;
  /**
   * Withdraws the edges of a consumer that is not to be, and names the dependencies that the task `by` had made for it and
   * that nothing asks for now.
   */
  releaseDependencies(release: {
    readonly by: TaskId;
    readonly consumer: ServiceId;
  }): Promise<readonly Orphan[]>;
}
