import type { MetricsEndpoint } from '#platform/metrics/endpoint-file.ts';
import type { AlertStore } from '#ports/alert-store.ts';
import type { Catalog } from '#ports/catalog.ts';
import type { CredentialReader } from '#ports/credentials.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { GatewayIdentity } from '#ports/gateway-identity.ts';
import type { HostReconciler } from '#ports/host-reconciler.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { LogSource } from '#ports/log-source.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { RecoveryStore } from '#ports/recovery-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { SettingsStore } from '#ports/settings-store.ts';
import type { StatsRequester, StatsSource } from '#ports/stats-source.ts';
import type { StreamRequester } from '#ports/stream-requester.ts';
import type { TaskEngine, TaskWaiter } from '#ports/task-engine.ts';
import type { TaskStore } from '#ports/task-store.ts';
import type { TokenStore } from '#ports/token-store.ts';
import type { ValueSealer } from '#ports/value-sealer.ts';

/** All that the API reaches. Neither an engine nor a secret store is among it (design, invariant 1). */
export interface Ports {
  readonly services: ServiceStore;
  readonly tasks: TaskStore;
  readonly engine: TaskEngine;
  readonly waiter: TaskWaiter;
  readonly events: EventLog;
  readonly settings: SettingsStore;
  readonly tokens: TokenStore;
  readonly recoveries: Pick<RecoveryStore, 'windows' | 'putWindow' | 'removeWindow'>;
  readonly monitors: Pick<MonitorControl, 'review' | 'stopHost'>;
  readonly alerts: Pick<AlertStore, 'list' | 'switchedOff'>;
  readonly catalog: Catalog;
  readonly sealer: ValueSealer;
  readonly credentials: CredentialReader;
  readonly hosts: HostReconciler;
  readonly hostStore: HostStore;
  readonly gateway: GatewayIdentity;
  readonly logs: LogSource;
  readonly stats: StatsSource;
  /** Processes of this instance that can be scraped, beside the API. */
  readonly endpoints: { list(): Promise<readonly MetricsEndpoint[]> };
}

/** What assembly builds from the configuration: the log and stats sources are made of requesters and this process's own address. */
export interface ApiPorts extends Omit<Ports, 'logs' | 'stats' | 'endpoints'> {
  readonly streams: StreamRequester;
  readonly statsRequests: StatsRequester;
  /** Ends connections; nothing is called afterwards. */
  close(): Promise<void>;
}
