import { isDomainError } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { ContainerRuntime, RuntimeEvent } from '#ports/container-runtime.ts';
import type { Reconciliation } from '#ports/host-reconciler.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { Prober } from '#ports/prober.ts';
import { createLimit } from './limit.ts';
import { createLooks } from './looks.ts';
import { createProbes } from './probes.ts';
import { createSightings } from './sightings.ts';
import { createTelling } from './telling.ts';
import { createWatchedServices } from './watched-services.ts';

export interface RosterPorts {
  readonly runtime: Pick<ContainerRuntime, 'listContainers' | 'listNetworks' | 'inspect'>;
  readonly prober: Prober;
  readonly monitors: Pick<MonitorControl, 'observe'>;
  /** A word that cannot be delivered now, or a look that failed; either is tried again. */
  readonly onUndelivered: (error: unknown) => void;
  /** The engine answers nothing, though its stream of events is open. */
  readonly onAway: (error: unknown) => void;
}

export interface Roster {
  /** Compares everything once. `anew`: and tells of everything, whether or not it was told before. */
  resync(anew: boolean): Promise<void>;
  take(event: RuntimeEvent): void;
  /** The same for some services, which must be there, or for all that there are. */
  reconcile(services?: readonly ServiceId[]): Promise<Reconciliation>;
  /** Probes nothing until the next resync. */
  rest(): void;
}

/** Looks at one service each that are under way at once. */
const looksAtOnce = 8;

/** All services of the host that are watched. */
export function createRoster(ports: RosterPorts, signal: AbortSignal): Roster {
  const { runtime, onUndelivered, onAway } = ports;
  const sightings = createSightings(runtime);
  const telling = createTelling(ports.monitors, onUndelivered, signal);
  const limit = createLimit(looksAtOnce);
  const look = createLooks(async (id) => {
    try {
      services.meet(await limit(() => sightings.of(id)));
    } catch (error) {
      if (signal.aborted) return;
      onUndelivered(error);
      services.unseen(id);
      // A single container can hang an engine's answer about it: only an engine that answers nothing at all is away.
      if (isOutage(error)) await runtime.listNetworks().catch(onAway);
    }
  }, signal);
  const services = createWatchedServices({ probe: createProbes(ports.prober), look, tell: telling.tell });
  const compareAll = async (anew: boolean): Promise<Reconciliation> => {
    const all = await sightings.all(services.known());
    const differing = all.flatMap((sighting) => services.meet(sighting, anew));
    telling.prune(services.has);
    return { services: all.length, differing };
  };
  return {
    resync: async (anew) => void (await compareAll(anew)),
    take: (event) => {
      services.heard(event);
      if (event.type === 'destroy') sightings.gone(event.containerId);
      look(event.service);
      for (const id of services.behind(event.container)) look(id);
    },
    reconcile: async (only) => {
      if (only === undefined) return await compareAll(true);
      const seen = await Promise.all(only.map((id) => limit(() => sightings.of(id))));
      const differing = seen.flatMap((sighting) => services.expect(sighting));
      return { services: only.length, differing };
    },
    rest: services.rest,
  };
}

function isOutage(error: unknown): boolean {
  return isDomainError(error) && error.kind === 'outage';
}
