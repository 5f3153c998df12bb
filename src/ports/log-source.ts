import type { HostId, ServiceId } from '#domain/ids.ts';
import type { LogLine } from './container-runtime.ts';

/**
 * Logs of a service's containers, from wherever its host is. Errors: `not-found` when there is no such container,
 * `engine-unreachable` when the host or its engine does not answer.
 */
export interface LogSource {
  /** Oldest first. Ends at the newest line, or, when it follows, with the container or the signal. Lets the reader set the pace. */
  logs(request: ServiceLogRequest): AsyncIterable<LogLine>;
}

export interface ServiceLogRequest {
  readonly service: ServiceId;
  readonly host: HostId;
  /** The main one where none is named. */
  readonly component?: string;
  /** Lines from the end. */
  readonly tail: number;
  /** RFC 3339. */
  readonly since?: string;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

export type { LogLine };
