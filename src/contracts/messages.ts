import type { ProbeResult } from '#domain/health.ts';
import type { TaskId } from '#domain/ids.ts';
import type { ContainerState } from '#domain/observed.ts';

/** What a host's watcher tells a service's monitor. Changes only. */
export type Observation =
  | { readonly type: 'probe'; readonly at: string; readonly result: ProbeResult }
  | {
      readonly type: 'container';
      readonly at: string;
      readonly component: string;
      readonly state: ContainerState | 'gone';
      readonly exitCode?: number;
      readonly oom: boolean;
    }
  | { readonly type: 'host'; readonly at: string; readonly reachable: boolean; readonly detail: string };

/** Signals, by name. */
export const observationSignalName = 'observation';
export const operationSignalName = 'operation';
export const stopSignalName = 'stop';
export const hostReportSignalName = 'hostReport';

/** Operations tell the monitor when they begin and end; only observations after the end count. */
export interface OperationNotice {
  readonly task: TaskId;
  readonly event: 'began' | 'ended';
  readonly at: string;
}
