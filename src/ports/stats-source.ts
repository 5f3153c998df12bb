import type { StatsRequest } from '#contracts/stats.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { ComponentUsage } from '#domain/usage.ts';

/** What services use, from wherever their host is. Error: `engine-unreachable` when the host's worker does not answer. */
export interface StatsSource {
  /** Of one service with its last hour, or of all services of the host as they are now. */
  usage(request: UsageRequest): Promise<readonly ComponentUsage[]>;
}

export interface UsageRequest {
  readonly host: HostId;
  readonly service?: ServiceId;
  readonly signal: AbortSignal;
}

/** Tells a host worker to dial back. Resolves once the host's queue has the request; error: `temporal-unreachable`. */
export interface StatsRequester {
  requestStats(request: StatsRequest): Promise<void>;
}
