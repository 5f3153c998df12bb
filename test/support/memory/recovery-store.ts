import type { ServiceId } from '#domain/ids.ts';
import { newRecovery } from '#domain/recovery/recovery.ts';
import type { KeptRecovery, MaintenanceWindow, RecoveryStore } from '#ports/recovery-store.ts';
import { createAvailability, type Outage } from './availability.ts';
import { copy } from './copy.ts';
import { createMemoryEventLog, type MemoryEventLog } from './event-log.ts';

export interface MemoryRecoveryStore extends RecoveryStore {
  readonly outage: Outage;
}

/** What recovery remembers, in memory. */
export function createMemoryRecoveryStore(
  events: MemoryEventLog = createMemoryEventLog(),
): MemoryRecoveryStore {
  const { call, ...outage } = createAvailability('database-unreachable', 'The memory recovery store');
  const kept = new Map<ServiceId, KeptRecovery>();
  const windows = new Map<string, MaintenanceWindow>();
  const newest = (service: ServiceId) => kept.get(service) ?? { recovery: newRecovery, revision: 0 };
  return {
    outage,
    get: (service) => call(() => copy(newest(service))),
    save: (service, after, told) =>
      call(() => {
        if (newest(service).revision !== after.revision) return;
        kept.set(service, copy({ ...after, revision: after.revision + 1 }));
        events.appendNow(told);
      }),
    waitingFor: (service) =>
      call(() =>
        [...kept]
          .filter(([, { recovery }]) => recovery.held?.by === 'dependency' && recovery.held.on === service)
          .map(([id]) => id)
          .toSorted(),
      ),
    putWindow: (window) => call(() => void windows.set(window.id, copy(window))),
    removeWindow: (id) => call(() => void windows.delete(id)),
    windows: (now) => call(() => copy([...windows.values()].filter(endsAfter(now)).toSorted(byBeginning))),
    windowOf: (service, now) =>
      call(() =>
        copy(
          [...windows.values()]
            .filter(endsAfter(now))
            .filter(({ startsAt }) => Date.parse(startsAt) <= Date.parse(now))
            .filter((window) => window.service === undefined || window.service === service)
            .toSorted(byEnd)
            .at(-1),
        ),
      ),
  };
}

function endsAfter(now: string) {
  return ({ endsAt }: MaintenanceWindow): boolean => Date.parse(endsAt) > Date.parse(now);
}

function byBeginning(one: MaintenanceWindow, other: MaintenanceWindow): number {
  return Date.parse(one.startsAt) - Date.parse(other.startsAt);
}

function byEnd(one: MaintenanceWindow, other: MaintenanceWindow): number {
  return Date.parse(one.endsAt) - Date.parse(other.endsAt);
}
