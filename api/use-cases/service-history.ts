import type { ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import { historyKinds } from '#schemas/api/history.ts';
import type { Ports } from '../ports.ts';
import { chainsOf } from './health-dependencies.ts';
import { createNarrator, type HistoryEntry, type ServiceHistory } from './history-sentences.ts';
import { type Condition, conditionOf } from './service-condition.ts';
import { findService } from './services.ts';

type Needs = Pick<Ports, 'services' | 'events'>;

/** How a service is and because of what, and what happened to it: its last `limit` events in words. Error: `not-found`. */
export async function serviceHistory(ports: Needs, id: string, limit: number): Promise<ServiceHistory> {
  const row = await findService(ports, id);
  const [now, because, events] = await Promise.all([
    conditionOf(ports, row),
    reasons(ports, row),
    ports.events.latest({ service: row.id, types: historyKinds, limit }),
  ]);
  const narrate = createNarrator();
  const placement = row.placement === undefined ? {} : { placement: row.placement };
  return { now, ...placement, because, entries: folded(events.flatMap((event) => narrate(event) ?? [])) };
}

/** Each chain without the service itself; a service that is its own root cause has none. */
async function reasons(ports: Needs, row: Service): Promise<readonly (readonly Condition[])[]> {
  const { chains, rows } = await chainsOf(ports, row);
  const below = chains.map((chain) => chain.slice(1)).filter((chain) => chain.length > 0);
  const needed = new Set(below.flat());
  const told = await Promise.all(
    rows
      .filter(({ id }) => needed.has(id))
      .map(async (one): Promise<[ServiceId, Condition]> => [one.id, await conditionOf(ports, one)]),
  );
  const conditions = new Map(told);
  return below.map((chain) => chain.flatMap((id) => conditions.get(id) ?? []));
}

/** What happened several times in a row is one entry. */
function folded(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const kept: HistoryEntry[] = [];
  for (const entry of entries) {
    const last = kept.at(-1);
    if (last === undefined || last.kind !== entry.kind || last.sentence !== entry.sentence) kept.push(entry);
    else kept[kept.length - 1] = { ...last, count: last.count + 1, until: entry.time };
  }
  return kept;
}
