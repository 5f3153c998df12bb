import type { z } from 'zod';
import type { NewEventOf } from '#contracts/events.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import type { conditionSchema, stateChangeSchema } from '#schemas/api/history.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';

export type Condition = Answerable<z.output<typeof conditionSchema>>;
export type StateChange = Answerable<z.output<typeof stateChangeSchema>>;

const looksBack = 10;

/** The last changes of status or health, oldest first. */
export async function lastChanges(
  { events }: Pick<Ports, 'events'>,
  service: ServiceId,
): Promise<readonly StateChange[]> {
  const types = ['service.changed'] as const;
  const found = await events.latest({ service, types, limit: looksBack });
  return found.flatMap((event) => (event.type === 'service.changed' ? [toChange(event)] : []));
}

/** How a service is, with since when and why by its last changes. */
export async function conditionOf(ports: Pick<Ports, 'events'>, service: Service): Promise<Condition> {
  const { id, desired, status, health, since } = service;
  const alike = await changesToNow(ports, service);
  const [first] = alike;
  const cause = alike.at(-1)?.cause;
  return {
    service: id,
    desired,
    status,
    health,
    since: first?.time ?? since,
    ...(cause === undefined ? {} : { cause }),
  };
}

/** The last changes that say what the row says: it has been so since the first of them. */
async function changesToNow(
  ports: Pick<Ports, 'events'>,
  { id, status, health }: Service,
): Promise<readonly StateChange[]> {
  const changes = await lastChanges(ports, id);
  const other = changes.findLastIndex((change) => change.status !== status || change.health !== health);
  return changes.slice(other + 1);
}

function toChange({ time, task, data }: NewEventOf<'service.changed'>): StateChange {
  const { status, health, cause } = data;
  return { time, status, health, cause, ...(task === undefined ? {} : { task }) };
}
