import type { Definition } from '../definition.ts';
import type { HostId } from '../ids.ts';
import type { Group } from './groups.ts';
import type { PlacementHost, PlacementInput } from './types.ts';

/** What is counted for a component that sets no limit of its own. */
export const uncountedBytes = 256 * 1024 * 1024;

/** The part of a host's memory that is left to the system, in percent. */
const keptPercent = 10;

/** Memory by host: what services may use at most, against what the host has. */
export interface MemoryAccounts {
  /** Nothing for a host that has not told its memory. */
  free(host: PlacementHost): number | undefined;
  reserve(host: HostId, group: Group): void;
}

/** Counts every service that is wanted on a host, also one that is stopped: it may be started. */
export function createAccounts({ rows }: Pick<PlacementInput, 'rows'>): MemoryAccounts {
  const asked = new Map<HostId, number>();
  const add = (host: HostId, bytes: number) => asked.set(host, (asked.get(host) ?? 0) + bytes);
  for (const { host, definition } of rows) add(host, memoryOf(definition));
  return {
    free: ({ id, capacity }) => {
      if (capacity === undefined) return undefined;
      return Math.floor((capacity.memoryBytes * (100 - keptPercent)) / 100) - (asked.get(id) ?? 0);
    },
    reserve: (host, group) => {
      add(host, neededBy(group));
    },
  };
}

export function neededBy({ services }: Group): number {
  return services.reduce((sum, { definition }) => sum + memoryOf(definition), 0);
}

/** Whether some of the group's components set no limit, so that the sum is an estimate. */
export function isEstimated({ services }: Group): boolean {
  return services.some(({ definition }) =>
    definition.components.some(({ memoryBytes }) => memoryBytes === undefined),
  );
}

function memoryOf({ components }: Definition): number {
  return components.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? uncountedBytes), 0);
}
