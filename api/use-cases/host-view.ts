import type { z } from 'zod';
import type { Host } from '#domain/host.ts';
import type { hostSchema } from '#schemas/api/host.ts';
import type { Answerable } from '#schemas/api/wire.ts';

export type HostView = Answerable<z.output<typeof hostSchema>>;

/** What others see of a host: all but its certificate. */
export function hostView(host: Host, services: number): HostView {
  const { id, kind, address, labels, scheduling, capacity, since, reach } = host;
  return {
    id,
    kind,
    address,
    labels,
    scheduling,
    ...(capacity === undefined ? {} : { capacity }),
    since,
    ...stateOf(reach),
    services,
  };
}

function stateOf(reach: Host['reach']): Pick<HostView, 'state' | 'stateSince' | 'stateCause'> {
  if (reach === undefined) return { state: 'unknown' };
  const { reachable, since, cause } = reach;
  return { state: reachable ? 'reachable' : 'unreachable', stateSince: since, stateCause: cause };
}
