import { setTimeout as pause } from 'node:timers/promises';
import type { LoggedEvent } from '#contracts/events.ts';
import { type SystemHealth, systemOverview } from '../../use-cases/system-overview.ts';
import type { GraphContext } from '../context.ts';
import type { ServiceCountsResolvers } from '../generated/types.ts';

/** A silent subscription looks this often whether it is still wanted. */
const idleMs = 30_000;
/** Changes seldom come alone: those of so long are one look. */
const gatherMs = 200;

export const serviceCountsResolvers: ServiceCountsResolvers = {
  healthy: ({ byHealth }) => byHealth.healthy,
  unhealthy: ({ byHealth }) => byHealth.unhealthy,
  starting: ({ byHealth }) => byHealth.starting,
  unknown: ({ byHealth }) => byHealth.unknown,
};

/** How everything is, then again whenever an event made it another. However many events there are, there are few looks. */
export async function* healthChanges(
  { api: { ports, feed } }: GraphContext,
  signal: AbortSignal,
): AsyncGenerator<SystemHealth, void> {
  const after = await ports.events.head();
  let told = await lookAfter(ports, after);
  let seen = after;
  yield told;
  for await (const events of feed.follow({ after, idleMs, signal })) {
    if (!events.some((event) => event.position > seen && mayChangeHealth.has(event.type))) continue;
    if (!(await gathered(signal))) return;
    seen = feed.position;
    const health = await lookAfter(ports, seen);
    if (JSON.stringify(health) === JSON.stringify(told)) continue;
    told = health;
    yield health;
  }
}

interface Look {
  readonly position: number;
  readonly health: Promise<SystemHealth>;
}

const looks = new WeakMap<GraphContext['api']['ports'], Look>();

/**
 * One look for all subscriptions that wake for the same change. One that began before an event was heard of does not answer for
 * what that event changed.
 */
function lookAfter(ports: GraphContext['api']['ports'], position: number): Promise<SystemHealth> {
  const open = looks.get(ports);
  if (open !== undefined && open.position >= position) return open.health;
  const look: Look = { position, health: systemOverview(ports) };
  looks.set(ports, look);
  const forget = () => void (looks.get(ports) === look && looks.delete(ports));
  look.health.then(() => setTimeout(forget, gatherMs).unref(), forget);
  return look.health;
}

/** False when the subscription has ended meanwhile. */
async function gathered(signal: AbortSignal): Promise<boolean> {
  return pause(gatherMs, true, { signal }).catch((error: unknown) => {
    if (signal.aborted) return false;
    throw error;
  });
}

const mayChangeHealth: ReadonlySet<string> = new Set<LoggedEvent['type']>([
  'service.changed',
  'host.changed',
]);
