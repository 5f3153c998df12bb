import type { DesiredLabel } from '#contracts/desired-label.ts';
import { labels } from '#contracts/labels.ts';
import type { MadeContainer } from '#domain/drift.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { ObservedContainer } from '#domain/observed.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import { readDesiredLabel, readMadeLabel } from './desired-label.ts';
import { createLimit } from './limit.ts';
import type { Listing } from './watched-service.ts';

/** Inspections that are under way at once, however many containers are new. */
const inspectionsAtOnce = 8;

/** One service as it was listed. */
export interface Sighting {
  readonly service: ServiceId;
  readonly listing: Listing;
  /** That of its main component's container, when there is one and it is ours to read. */
  readonly label?: DesiredLabel;
  /** Not one of its containers has a label that says what the service should be: the one that had it is gone. */
  readonly bare: boolean;
}

/** Labels never change on a container, so each is read once. */
interface Known {
  readonly desired: string;
  readonly label?: DesiredLabel;
  readonly made?: MadeContainer;
}

/** Lists a host's services. Errors: the runtime's. */
export function createSightings(runtime: Pick<ContainerRuntime, 'listContainers' | 'inspect'>) {
  const known = new Map<string, Known>();
  const limit = createLimit(inspectionsAtOnce);
  let number = 0;
  const read = async ({ id }: ObservedContainer): Promise<Known> => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const found = await limit(() => runtime.inspect(id));
    const desired = found?.labels[labels.desired] ?? '';
    const label = readDesiredLabel(desired);
    const made = readMadeLabel(found?.labels[labels.made]);
    const read = {
      desired,
      ...(label === undefined ? {} : { label }),
      ...(made === undefined ? {} : { made }),
    };
    if (found !== undefined) known.set(id, read);
    return read;
  };
  const sight = async (
    service: ServiceId,
    observed: readonly ObservedContainer[],
    question: Pick<Listing, 'number' | 'at'>,
  ): Promise<Sighting> => {
    const all = await Promise.all(observed.map(async (one) => ({ one, read: await read(one) })));
    const label = all.map(({ read }) => read.label).find((one) => one?.id === service);
    const containers = all.map(({ one, read: { made } }) => (made === undefined ? one : { ...one, made }));
    return {
      service,
      listing: { ...question, containers },
      ...(label === undefined ? {} : { label }),
      bare: all.every(({ read: { desired } }) => desired === ''),
    };
  };
  const ask = (): Pick<Listing, 'number' | 'at'> => {
    number += 1;
    return { number, at: new Date().toISOString() };
  };
  return {
    /** One service; without a container where there is none. */
    of: async (service: ServiceId): Promise<Sighting> => {
      const question = ask();
      return await sight(service, await runtime.listContainers({ service }), question);
    },
    /** Every service that has a container, and each of the others that are asked for, without one. */
    all: async (asked: readonly ServiceId[]): Promise<readonly Sighting[]> => {
      const question = ask();
      const observed = await runtime.listContainers();
      const present = new Set(observed.map(({ id }) => id));
      for (const id of known.keys()) if (!present.has(id)) known.delete(id);
      const services = Map.groupBy(observed, ({ service }) => service);
      for (const service of asked) if (!services.has(service)) services.set(service, []);
      return await Promise.all([...services].map(([service, own]) => sight(service, own, question)));
    },
    /** A container that is gone need not be known any more. */
    gone: (id: string): void => void known.delete(id),
  };
}
