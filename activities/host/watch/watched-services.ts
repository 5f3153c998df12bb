import type { DesiredLabel } from '#contracts/desired-label.ts';
import type { Observation } from '#contracts/messages.ts';
import type { ProbeResult } from '#domain/health.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';
import type { Reconciliation } from '#ports/host-reconciler.ts';
import type { Sighting } from './sightings.ts';
import { type WatchedService, watchService } from './watched-service.ts';

export interface WatchedServicesPorts {
  readonly probe: (label: DesiredLabel) => Promise<ProbeResult | undefined>;
  readonly look: (service: ServiceId) => void;
  readonly tell: (service: ServiceId, word: Observation) => void;
}

type Differing = Reconciliation['differing'];

/** The services of a host, from the first sight of each to its last container's end. */
export function createWatchedServices({ probe, look, tell }: WatchedServicesPorts) {
  const watched = new Map<ServiceId, WatchedService>();
  /** Services whose main component was never seen, and that was told. */
  const headless = new Set<ServiceId>();
  const watch = (label: DesiredLabel): WatchedService => {
    const { id } = label;
    const known = watched.get(id);
    if (known !== undefined && JSON.stringify(known.label) === JSON.stringify(label)) return known;
    known?.rest();
    const made = watchService(label, {
      probe: () => probe(label),
      look: () => look(id),
      tell: (word) => tell(id, word),
    });
    watched.set(id, made);
    return made;
  };
  const missing = (service: ServiceId, at: string, what: string): Differing => {
    tell(service, { at, health: 'unhealthy', cause: what, source: 'event', happened: 'gone' });
    return [{ service, happened: 'gone', what }];
  };
  const meetUnknown = ({ service, listing, bare }: Sighting, anew: boolean): Differing => {
    if (!bare || listing.containers.length === 0) {
      headless.delete(service);
      return [];
    }
    if (headless.has(service) && !anew) return [];
    headless.add(service);
    return missing(service, listing.at, `the main container of ${service} is gone`);
  };
  const meet = (sighting: Sighting, anew = false): Differing => {
    const { service: id, label, listing } = sighting;
    const service = label === undefined ? watched.get(id) : watch(label);
    if (service === undefined) return meetUnknown(sighting, anew);
    headless.delete(id);
    if (anew) service.forget();
    const found = service.seen(listing);
    if (found === undefined) return [];
    if (listing.containers.length === 0) {
      service.rest();
      watched.delete(id);
    }
    return found.map((difference) => ({ service: id, ...difference }));
  };
  return {
    meet,
    has: (id: ServiceId): boolean => watched.has(id),
    /** Of a service that must be there. */
    expect: (sighting: Sighting): Differing => {
      const { service, listing } = sighting;
      if (listing.containers.length > 0 || watched.has(service)) return meet(sighting, true);
      return missing(service, listing.at, `${service} has no container`);
    },
    heard: (event: RuntimeEvent): void => watched.get(event.service)?.heard(event),
    /** Services of which a component lives in that container's network namespace. */
    behind: (container: string): readonly ServiceId[] =>
      [...watched.values()]
        .filter(({ label }) => Object.values(label.targets).some((target) => isBehind(target, container)))
        .map(({ label }) => label.id),
    unseen: (id: ServiceId): void => watched.get(id)?.unseen(),
    known: (): readonly ServiceId[] => [...watched.keys(), ...headless],
    rest: (): void => {
      for (const service of watched.values()) service.rest();
    },
  };
}

function isBehind(target: DesiredLabel['targets'][string], container: string): boolean {
  return target.address === container && target.container !== container;
}
