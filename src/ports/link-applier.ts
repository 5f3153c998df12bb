import type { TaskId } from '#domain/ids.ts';
import type { LinkOutcome, LinkSpec } from '#domain/link.ts';

/**
 * Applies links through the applications' own APIs, verifies them by reading back, and leaves alone what a person changed.
 * Errors: `app-unreachable` (try again), `link-refused`, `login-failed`.
 */
export interface LinkApplier {
  apply(link: LinkSpec, signal: AbortSignal): Promise<LinkOutcome>;
  /** Takes back a link that was made, with `onlyTask` only one that this task made; one that is not there is success. */
  remove(link: LinkSpec, signal: AbortSignal, onlyTask?: TaskId): Promise<LinkOutcome>;
  /** True when the application has the link as it should be: for tests, `status` and drift. */
  verify(link: LinkSpec, signal: AbortSignal): Promise<{ readonly ok: boolean; readonly detail: string }>;
}

/** Where an application's API answers, from the host worker. */
export interface AppAddresses {
  /** `http://<address>:<port>` of a container. Error: `app-unreachable` when it has no address. */
  baseUrl(container: string, port: number): Promise<string>;
}
