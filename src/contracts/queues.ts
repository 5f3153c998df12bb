import type { HostId } from '#domain/ids.ts';

/** Workflows and central activities. */
export const centralQueue = 'showrunner';

/** Steps, links and observation on one host. */
export function hostQueue(host: HostId): string {
  return `host-${host}`;
}

/** Pulls apart, so that a long one starves nothing. */
export function hostPullQueue(host: HostId): string {
  return `host-${host}-pull`;
}

/** The host's one watcher, which never ends. */
export function hostWatchQueue(host: HostId): string {
  return `host-${host}-watch`;
}
