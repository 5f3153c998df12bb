import type { z } from 'zod';
import type { NewEventOf } from '#contracts/events.ts';
import type { ServiceId } from '#domain/ids.ts';
import { isWell, suffers } from '#domain/root-cause.ts';
import type { Service } from '#domain/service.ts';
import type { conditionSchema, stateChangeSchema } from '#schemas/api/history.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';

export type Condition = Answerable<z.output<typeof conditionSchema>>;
export type StateChange = Answerable<z.output<typeof stateChangeSchema>>;

/** A day of attempts that fail has fewer. */
const looksBack = 100;

/** The last changes of status or health, oldest first. */
export async function lastChanges(
  { events }: Pick<Ports, 'events'>,
  service: ServiceId,
  limit: number,
): Promise<readonly StateChange[]> {
  const types = ['service.changed'] as const;
  const found = await events.latest({ service, types, limit });
  return found.flatMap((event) => (event.type === 'service.changed' ? [toChange(event)] : []));
}

/** How a service is, with since when and why by its last changes. */
export async function conditionOf(ports: Pick<Ports, 'events'>, service: Service): Promise<Condition> {
  const { id, desired, status, health, since } = service;
  const changes = await lastChanges(ports, id, looksBack);
  const alike = after(changes, (change) => change.status !== status || change.health !== health);
  const cause = alike.at(-1)?.cause;
  const told = { service: id, desired, status, health, since: alike[0]?.time ?? since };
  const trouble = suffers(service) ? troubleIn(changes, told.since) : {};
  return { ...told, ...(cause === undefined ? {} : { cause }), ...trouble };
}

/** What ended its last good health, where that is known and was before it became as it is now. */
function troubleIn(changes: readonly StateChange[], since: string): Pick<Condition, 'trouble'> {
  const [first] = changes.some(isWell) ? after(changes, isWell) : [];
  if (first === undefined || first.time === since) return {};
  return { trouble: { since: first.time, cause: first.cause } };
}

/** What came after the last change of a kind; all where there was none. */
function after(
  changes: readonly StateChange[],
  isLast: (change: StateChange) => boolean,
): readonly StateChange[] {
  return changes.slice(changes.findLastIndex(isLast) + 1);
}

function toChange({ time, task, data }: NewEventOf<'service.changed'>): StateChange {
  const { status, health, cause } = data;
  return { time, status, health, cause, ...(task === undefined ? {} : { task }) };
}
