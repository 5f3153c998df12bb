import type { HostId, ServiceId } from '#domain/ids.ts';
import type { ComponentUsage } from '#domain/usage.ts';

/**
 * Asks a host worker to dial back with what its containers use: `POST <url>/<token>` with one `StatsUpload` as a line of
 * `application/x-ndjson`, in the way of streams (see streams.ts).
 */
export interface StatsRequest {
  readonly host: HostId;
  /** With its last hour; without one every service of the host, as it is now. */
  readonly service?: ServiceId;
  readonly url: string;
  /** Good for one upload, which must begin within `dialBackSeconds`. */
  readonly token: string;
}

export interface StatsUpload {
  readonly components: readonly ComponentUsage[];
}

/** Longest upload in bytes: some thirty components with their last hour, or a thousand without. */
export const longestStatsUpload = 512 * 1024;
