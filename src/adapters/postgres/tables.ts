import type { ColumnType, Generated } from 'kysely';
import type { EventType, NewEvent } from '#contracts/events.ts';
import type { Operation } from '#contracts/operations.ts';
import type { Task, TaskStatus, TaskSummary } from '#contracts/task.ts';
import type { Alert, AlertMessage, AlertName, DeliveryState, SinkName } from '#domain/alert.ts';
import type { Definition } from '#domain/definition.ts';
import type { Health } from '#domain/health.ts';
import type { Host, Labels } from '#domain/host.ts';
import type { HostId, ServiceId, TaskId } from '#domain/ids.ts';
import type { InstanceSettingValues } from '#domain/instance-settings.ts';
import type { DesiredState, ServiceStatus } from '#domain/lifecycle.ts';
import type { Recovery } from '#domain/recovery/recovery.ts';
import type { PublishedPort, RequiresEdge, Service, Settings } from '#domain/service.ts';

/** Rows as Postgres holds them. No other folder knows them. Words are held to their sets by checks in the migrations. */
export interface Tables {
  services: ServiceTable;
  service_ports: ServicePortTable;
  requires_edges: RequiresEdgeTable;
  service_claims: ServiceClaimTable;
  events: EventTable;
  event_log: EventLogTable;
  idempotency_keys: IdempotencyKeyTable;
  tasks: TaskTable;
  instance_settings: InstanceSettingsTable;
  tokens: TokenTable;
  recoveries: RecoveryTable;
  maintenance_windows: MaintenanceWindowTable;
  alerts: AlertTable;
  alert_deliveries: AlertDeliveryTable;
  alert_sinks: AlertSinkTable;
  hosts: HostTable;
  host_invitations: HostInvitationTable;
}

/** jsonb: written as text, read as what was written. */
type Json<Value> = ColumnType<Value, string, string>;
type Time = ColumnType<Date, string, string>;
type NullableJson<Value> = ColumnType<Value | null, string | null, string | null>;
type NullableTime = ColumnType<Date | null, string | null, string | null>;

export interface ServiceTable {
  id: ServiceId;
  definition: Json<Definition>;
  category: string;
  host: HostId;
  /** Why it is there, in sentences. */
  placement: ColumnType<Service['placement'] | null, string | null | undefined, string | null>;
  desired: DesiredState;
  /** Desired state before what was claimed and not begun. */
  desired_before: DesiredState | null;
  stopped_with: ServiceId | null;
  previous: ColumnType<Service['previous'] | null, string | null | undefined, string | null>;
  status: ServiceStatus;
  health: Health;
  since: Time;
  settings: Json<Settings>;
  sealed: Json<Service['sealed']>;
  links: Json<Service['links']>;
  origin: Service['origin'];
  revision: number;
  workflow_id: string | null;
  run_id: string | null;
  /** The run still owns the row. */
  held: boolean;
  /** When a run last let go of the row. */
  released_at: ColumnType<Date | null, string | null | undefined, string | null>;
}

export interface ServicePortTable {
  host: HostId;
  protocol: PublishedPort['protocol'];
  port: number;
  service_id: ServiceId;
  container: number;
}

export interface RequiresEdgeTable {
  consumer: ServiceId;
  provider: ServiceId;
  capability: string;
  optional: boolean;
  via: RequiresEdge['via'];
  /** Claims that alone hold the edge up; empty once its consumer's operation has begun. */
  claims: readonly string[];
}

/** A claim that no run has acted on yet, and how to take it back. */
export interface ServiceClaimTable {
  claim: string;
  service_id: ServiceId;
  made: boolean;
  /** What a joined row was before the claim, where the claim changed it. */
  before: Json<ClaimedBefore> | null;
  /** The row's revision after the claim. */
  revision: number;
}

export interface ClaimedBefore {
  readonly origin: Service['origin'];
  readonly settings: Settings;
  readonly sealed: Service['sealed'];
}

export interface EventTable {
  position: Generated<number>;
  id: string;
  type: EventType;
  time: Time;
  correlation_id: string;
  task_id: TaskId | null;
  service_id: ServiceId | null;
  data: Json<NewEvent['data']>;
}

/** One row. */
export interface EventLogTable {
  /** Newest position that retention has taken. */
  pruned: number;
}

export interface IdempotencyKeyTable {
  principal: string;
  key: string;
  body_hash: string;
  task_id: TaskId | null;
}

export interface TaskTable {
  id: TaskId;
  operation: Operation;
  service_id: ServiceId | null;
  status: TaskStatus;
  closed_at: Time;
  summary: Json<TaskSummary>;
  task: Json<Task>;
}

/** One row. */
export interface InstanceSettingsTable {
  values: Json<InstanceSettingValues>;
  revision: number;
}

export interface AlertTable {
  id: string;
  service_id: ServiceId;
  name: AlertName;
  severity: Alert['severity'];
  summary: string;
  description: string;
  raised_at: Time;
  /** At most one of a service and name has none. */
  resolved_at: ColumnType<Date | null, string | null, string | null>;
}

/** One for each sink and message: it is due, or what became of it. */
export interface AlertDeliveryTable {
  alert_id: string;
  sink: SinkName;
  message: AlertMessage;
  state: DeliveryState;
  detail: string;
  /** When it got this state. */
  at: Time;
  /** That of the instance's settings when it was settled; 0 before. */
  settings_revision: Generated<number>;
}

/** Sinks that asked to be left alone. */
export interface AlertSinkTable {
  sink: SinkName;
  settings_revision: number;
  reason: string;
  at: Time;
}

export interface RecoveryTable {
  service_id: ServiceId;
  failures: number;
  opened_at: NullableTime;
  next_try_at: NullableTime;
  well_since: NullableTime;
  trouble: NullableJson<NonNullable<Recovery['trouble']>>;
  restarts: Json<Recovery['restarts']>;
  held: NullableJson<NonNullable<Recovery['held']>>;
  /** The service in `held`, to be found by. */
  waits_for: ServiceId | null;
  alerts: Json<Recovery['alerts']>;
  applied: string | null;
  revision: number;
}

export interface MaintenanceWindowTable {
  id: string;
  /** Null: all services. */
  service_id: ServiceId | null;
  starts_at: Time;
  ends_at: Time;
  reason: string;
}

export interface TokenTable {
  hash: string;
  name: string;
  scopes: readonly string[];
  expires_at: ColumnType<Date | null, string | null, string | null>;
}

export interface HostTable {
  id: HostId;
  kind: Host['kind'];
  address: string;
  labels: Json<Labels>;
  scheduling: Host['scheduling'];
  memory_bytes: number | null;
  processors: number | null;
  since: Time;
  fingerprint: string | null;
  certificate_expires: NullableTime;
  /** Hash of the token with which it joined, so that a repeat is known as one. */
  joined_with: string | null;
  reachable: boolean | null;
  reach_since: NullableTime;
  reach_cause: string | null;
}

export interface HostInvitationTable {
  host_id: HostId;
  token_hash: string;
  expires: Time;
  labels: Json<Labels>;
}
