import type { Difference } from '#domain/drift.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';

/** What a comparison of a host with what is wanted has found. */
export interface Reconciliation {
  /** How many services were compared. */
  readonly services: number;
  readonly differing: readonly (Difference & { readonly service: ServiceId })[];
}

/**
 * Has a host's watcher compare everything once and tell each monitor. `services` must be there, so that one without a container is
 * noticed. Errors: `engine-unreachable` when the host or its watcher does not answer in time, `temporal-unreachable`.
 */
export interface HostReconciler {
  reconcile(host: HostId, services: readonly ServiceId[]): Promise<Reconciliation>;
}
