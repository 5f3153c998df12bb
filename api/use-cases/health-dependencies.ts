import type { z } from 'zod';
import type { ServiceId } from '#domain/ids.ts';
import { type Chain, causeChains, type RootCause, rootCauses, rootsOf, suffers } from '#domain/root-cause.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { healthDependenciesSchema } from '#schemas/api/health.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';
import { conditionOf } from './service-condition.ts';

export type HealthDependencies = Answerable<z.output<typeof healthDependenciesSchema>>;
type Needs = Pick<Ports, 'services' | 'events'>;

/** Of so many root causes it is told why; each is a look into the log. */
const mostExplained = 50;

/** What requires what, how each is, and what is to blame for what is not well. */
export async function healthDependencies(ports: Needs): Promise<HealthDependencies> {
  const [rows, edges] = await Promise.all([ports.services.list(), ports.services.edges()]);
  const chains = causeChains(rows, edges);
  return {
    services: rows.map((row) => node(row, edges, chains)),
    rootCauses: await explained(ports, rows, rootCauses(chains)),
  };
}

/** The ways from a service to its root causes; none when it is well, or not to run. Then nothing else is read. */
export async function chainsOf(
  { services }: Pick<Ports, 'services'>,
  row: Service,
): Promise<{ readonly chains: readonly Chain[]; readonly rows: readonly Service[] }> {
  if (!suffers(row)) return { chains: [], rows: [] };
  const [rows, edges] = await Promise.all([services.list(), services.edges()]);
  return { chains: causeChains(rows, edges).get(row.id) ?? [], rows };
}

function node(
  { id, status, health, desired, since }: Service,
  edges: readonly RequiresEdge[],
  chains: ReadonlyMap<ServiceId, readonly Chain[]>,
): HealthDependencies['services'][number] {
  return {
    id,
    status,
    health,
    desired,
    since,
    requires: edges
      .filter(({ consumer }) => consumer === id)
      .map(({ provider, capability, optional, via }) => ({ service: provider, capability, optional, via })),
    rootCauses: rootsOf(chains.get(id) ?? []),
  };
}

async function explained(
  ports: Needs,
  rows: readonly Service[],
  causes: readonly RootCause[],
): Promise<HealthDependencies['rootCauses']> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const told = await Promise.all(
    causes.map(async ({ service, suffering }, at) => {
      const row = byId.get(service);
      if (row === undefined) return [];
      const { id, desired, status, health, since } = row;
      const bare = { service: id, desired, status, health, since };
      return [{ ...(at < mostExplained ? await conditionOf(ports, row) : bare), suffering }];
    }),
  );
  return told.flat();
}
