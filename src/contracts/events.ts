import type { AlertName, AlertSeverity } from '#domain/alert.ts';
import type { Evidence } from '#domain/container.ts';
import type { Health } from '#domain/health.ts';
import type { HostId, ServiceId, StepId, TaskId } from '#domain/ids.ts';
import type { DesiredState, ServiceStatus } from '#domain/lifecycle.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { StepResult } from '#domain/plan/steps.ts';
import type { RecoveryNote } from '#domain/recovery/recovery.ts';
import type { BatchMember, Operation } from './operations.ts';
import type { ByteProgress, TaskError, TaskStatus } from './task.ts';

/** Data of each event type. The CloudEvents `type` is `showrunner.` and the key. Never a secret. */
export interface EventData {
  'task.opened': {
    readonly operation: Operation;
    readonly members?: readonly BatchMember[];
    readonly parent?: TaskId;
    readonly requestedBy: string;
  };
  'task.planned': { readonly plan: Plan };
  /** Another task was started by this one. */
  'task.child': { readonly child: TaskId; readonly service: ServiceId };
  'task.closed': { readonly status: TaskStatus; readonly error?: TaskError };
  'step.started': { readonly step: StepId; readonly attempt: number };
  'step.progress': { readonly step: StepId; readonly progress: ByteProgress };
  'step.ended': StepEnd;
  'step.failed': {
    readonly step: StepId;
    readonly error: TaskError;
    readonly attempt: number;
    readonly evidence?: Evidence;
  };
  'service.changed': ServiceChange;
  'service.recovery': RecoveryNote;
  'host.changed': { readonly host: HostId; readonly reachable: boolean; readonly cause: string };
  'host.joined': { readonly host: HostId; readonly address: string };
  'host.drained': { readonly host: HostId };
  'host.opened': { readonly host: HostId };
  'host.removed': { readonly host: HostId };
  'alert.raised': AlertNotice & { readonly description: string };
  'alert.resolved': AlertNotice & { readonly raisedAt: string };
}

export interface AlertNotice {
  /** Id of the alert: the same when it is raised and resolved. */
  readonly alert: string;
  readonly name: AlertName;
  readonly severity: AlertSeverity;
  readonly summary: string;
}

export interface StepEnd {
  readonly step: StepId;
  readonly outcome: StepResult['outcome'] | 'undone';
  readonly detail: string;
  /** What was seen of a container before the step removed it. */
  readonly evidence?: Evidence;
}

export interface ServiceChange {
  readonly status: ServiceStatus;
  readonly health: Health;
  readonly desired: DesiredState;
  readonly since: string;
  readonly revision: number;
  readonly cause: string;
}

export type EventType = keyof EventData;

/** An event before it has a position. `id` makes a repeat by a retried activity one event. */
export type NewEvent = { readonly [Type in EventType]: NewEventOf<Type> }[EventType];

export interface NewEventOf<Type extends EventType> {
  /** `<run>/<activity or step>/<sequence>`: the same for every try of the same thing. */
  readonly id: string;
  readonly type: Type;
  readonly time: string;
  readonly correlationId: string;
  readonly task?: TaskId;
  readonly service?: ServiceId;
  readonly data: EventData[Type];
}

/** An event in the log. Positions grow in commit order and have gaps. */
export type LoggedEvent = NewEvent & { readonly position: number };
