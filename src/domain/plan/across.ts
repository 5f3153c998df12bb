import { DomainError } from '../errors.ts';
import type { HostId } from '../ids.ts';
import { callsBack, type LinkAddress, type LinkDefinition } from '../link.ts';
import type { RequiresEdge, Service } from '../service.ts';
import type { PlanningHost, PlanningInput } from './input.ts';

type Rows = Pick<PlanningInput, 'service' | 'neighbours' | 'edges' | 'hosts'>;

/**
 * Where a service's port answers from other hosts. Error: `no-host` when it does not, so that the link is refused before anything
 * is done.
 */
export function addressAcross({ hosts }: Pick<Rows, 'hosts'>, service: Service, port: number): LinkAddress {
  const address = addressOf(service.host, hosts);
  const published = service.ports.find(({ container, protocol }) => container === port && protocol === 'tcp');
  if (address === undefined) throw new DomainError('no-host', unreachable(service));
  if (published === undefined) {
    throw new DomainError(
      'no-host',
      `${service.id} publishes no port ${port}, so what is linked to it must be on its host, ${service.host}.`,
    );
  }
  return { address, port: published.host };
}

/** What to do about a host that nobody else reaches. */
export function unreachable({ id, host }: Pick<Service, 'id' | 'host'>): string {
  return `${id} is to be reached from another host, but host ${host} has no address that others reach. Give it one with "showrunner up --gateway ADDRESS:PORT", or keep both on one host.`;
}

/** Host addresses at which the service's ports are published. */
export function publishedAt(input: PlanningInput, service: Service): readonly string[] {
  const { bind } = input.settings.network;
  const address = addressOf(service.host, input.hosts);
  if (address === undefined) return [bind];
  if (input.hosts.get(service.host)?.kind === 'joined') return [address];
  const covered = bind === '0.0.0.0' || bind === address;
  return covered || !isCalledAcross(input, service) ? [bind] : [bind, address];
}

/** The address at which other hosts reach this one, if they do. */
export function addressOf(
  host: HostId,
  hosts: ReadonlyMap<HostId, Pick<PlanningHost, 'address'>>,
): string | undefined {
  const address = hosts.get(host)?.address;
  return address === undefined || address.startsWith('127.') ? undefined : address;
}

/** Whether somebody on another host calls the service: who is linked to it, and whoever is told to call it back. */
export function isCalledAcross(input: Rows, service: Service): boolean {
  return input.edges.some((edge) => {
    if (edge.provider !== service.id && edge.consumer !== service.id) return false;
    const other = rowOf(input, edge.provider === service.id ? edge.consumer : edge.provider);
    if (other === undefined || other.host === service.host || other.desired === 'absent') return false;
    return edge.provider === service.id ? linksOver(other, edge).length > 0 : isCalledBack(service, edge);
  });
}

/** Whether the provider of the edge calls the consumer, too. */
export function isCalledBack(consumer: Pick<Service, 'definition'>, edge: RequiresEdge): boolean {
  return linksOver(consumer, edge).some(({ kind }) => callsBack[kind]);
}

/** What the consumer links to the provider. A service that is required and linked to nothing is not called. */
export function linksOver(
  { definition }: Pick<Service, 'definition'>,
  { capability }: RequiresEdge,
): readonly LinkDefinition[] {
  return definition.links.filter(({ to }) => to === capability);
}

function rowOf({ service, neighbours }: Rows, id: Service['id']): Service | undefined {
  return service.id === id ? service : neighbours.get(id);
}
