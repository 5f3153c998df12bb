import type { Host } from '../host.ts';
import type { HostId, InstanceId, ServiceId } from '../ids.ts';
import type { InstanceSettings } from '../instance-settings.ts';
import type { ObservedService } from '../observed.ts';
import type { SecretPath } from '../secret.ts';
import type { RequiresEdge, Service } from '../service.ts';
import type { Digest } from './hash.ts';

/** All that a planner looks at. Nothing is read anywhere else, so equal inputs give equal plans. */
export interface PlanningInput {
  readonly instance: { readonly id: InstanceId; readonly name: string };
  readonly settings: InstanceSettings;
  /** The desired row. */
  readonly service: Service;
  /** Providers that it requires, and those that require it, as they are now. */
  readonly neighbours: ReadonlyMap<ServiceId, Service>;
  /** Edges from and to the service, and those of its namespace's members that join it or lead to another host. */
  readonly edges: readonly RequiresEdge[];
  /** Newest version of each secret of the service. */
  readonly secretVersions: ReadonlyMap<SecretPath, number>;
  readonly observed: ObservedService;
  readonly digest: Digest;
  /** Every host, for links that cross them. */
  readonly hosts: ReadonlyMap<HostId, PlanningHost>;
}

export type PlanningHost = Pick<Host, 'id' | 'kind' | 'address'>;

/** The gateway whose network namespace the service's components join, if any. */
export function gatewayOf(input: PlanningInput, service: ServiceId = input.service.id): Service | undefined {
  const edge = input.edges.find(({ consumer, via }) => consumer === service && via === 'namespace');
  return edge === undefined ? undefined : input.neighbours.get(edge.provider);
}

/** Desired services that join the network namespace of this one, by id. */
export function namespaceMembers(input: PlanningInput): readonly Service[] {
  return input.edges
    .filter(({ provider, via }) => provider === input.service.id && via === 'namespace')
    .flatMap(({ consumer }) => input.neighbours.get(consumer) ?? [])
    .filter(({ desired }) => desired !== 'absent')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
