import type { ErrorCode } from '#domain/errors.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';

/**
 * Asks a host worker to dial back and upload a stream: `POST <url>/<token>` with `Content-Type: application/x-ndjson`, one
 * `StreamRecord` per line. 204 says that the whole was taken; a connection that ends earlier says that nobody reads any more.
 */
export interface StreamRequest {
  readonly host: HostId;
  readonly kind: 'logs';
  readonly service: ServiceId;
  readonly component?: string;
  readonly tail: number;
  readonly since?: string;
  readonly follow: boolean;
  readonly url: string;
  /** Good for one upload, which must begin within `dialBackSeconds`. */
  readonly token: string;
}

/** Where the API takes uploads. */
export const internalStreamsPath = '/internal/streams';

/** One line of an upload. An `error` is the last one. */
export type StreamRecord =
  | {
      readonly type: 'line';
      readonly time: string;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
    }
  | { readonly type: 'error'; readonly code: ErrorCode; readonly message: string };

/** A worker that has not dialled back by then will not. */
export const dialBackSeconds = 10;

/** Longest line of an upload, in bytes: a log line of 16 KiB, every byte escaped. */
export const longestStreamRecord = 128 * 1024;
