import type { ComponentName, ServiceId } from './ids.ts';

/** What one running container has used, as its engine counts it since the container's start, at one moment. */
export interface ContainerUsage {
  readonly container: string;
  readonly containerId: string;
  readonly image: string;
  readonly service: ServiceId;
  readonly component: ComponentName;
  /** The engine's clock, RFC 3339. */
  readonly at: string;
  readonly startedAt: string;
  readonly cpuSeconds: number;
  /** All memory that is charged to it, its page cache included. */
  readonly memoryBytes: number;
  /** Without the page cache that the kernel would drop first: what a limit is felt by. */
  readonly memoryWorkingSetBytes: number;
  /** Absent where it has no limit of its own. */
  readonly memoryLimitBytes?: number;
  /** Absent where it has no network of its own: it shares another container's, or the machine's, or has none. */
  readonly network?: { readonly receivedBytes: number; readonly sentBytes: number };
  /** Absent where the engine counts none for it. */
  readonly disk?: { readonly readBytes: number; readonly writtenBytes: number };
  /** How often the engine has started it again by itself. */
  readonly restarts: number;
}

/** One moment of a component. Byte counts of network and disk are totals since its container's start. */
export interface UsagePoint {
  readonly at: string;
  /** Cores in use since the point before; absent where there is none of the same run. */
  readonly cpuCores?: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes?: number;
  readonly networkReceivedBytes?: number;
  readonly networkSentBytes?: number;
  readonly diskReadBytes?: number;
  readonly diskWrittenBytes?: number;
  readonly restarts: number;
}

/** A component now and over the last hour, oldest first. `now` is absent where it does not run. */
export interface ComponentUsage {
  readonly service: ServiceId;
  readonly component: ComponentName;
  readonly now?: UsagePoint;
  readonly lastHour: readonly UsagePoint[];
}

/** What a reading tells, with the processor time since an earlier one of the same run. */
export function usagePoint(usage: ContainerUsage, before: ContainerUsage | undefined): UsagePoint {
  const { at, memoryWorkingSetBytes, memoryLimitBytes, network, disk, restarts } = usage;
  const cpuCores = before === undefined ? undefined : coresBetween(before, usage);
  return {
    at,
    ...(cpuCores === undefined ? {} : { cpuCores }),
    memoryBytes: memoryWorkingSetBytes,
    ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }),
    ...(network === undefined
      ? {}
      : { networkReceivedBytes: network.receivedBytes, networkSentBytes: network.sentBytes }),
    ...(disk === undefined ? {} : { diskReadBytes: disk.readBytes, diskWrittenBytes: disk.writtenBytes }),
    restarts,
  };
}

/** A container that was started again counts from zero: between two runs there is no rate. */
export function coresBetween(before: ContainerUsage, after: ContainerUsage): number | undefined {
  const sameRun = before.containerId === after.containerId && before.startedAt === after.startedAt;
  const seconds = (Date.parse(after.at) - Date.parse(before.at)) / 1000;
  const used = after.cpuSeconds - before.cpuSeconds;
  return sameRun && seconds > 0 && used >= 0 ? used / seconds : undefined;
}
