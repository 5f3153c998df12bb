import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceId } from '#domain/ids.ts';

/** One act by hand or of an operation makes several events within a few milliseconds: one look is enough for them. */
const settleMilliseconds = 25;

/**
 * Looks at services, each by one look at a time. Who asks during a look gets another one after it, however many ask, so that the
 * last look always begins after the last event.
 */
export function createLooks(
  look: (service: ServiceId) => Promise<void>,
  signal: AbortSignal,
): (service: ServiceId) => void {
  const asked = new Map<ServiceId, 'once' | 'again'>();
  const work = async (service: ServiceId): Promise<void> => {
    do {
      await sleep(settleMilliseconds, undefined, { signal });
      asked.set(service, 'once');
      await look(service);
    } while (asked.get(service) === 'again');
  };
  return (service) => {
    const before = asked.get(service);
    asked.set(service, before === undefined ? 'once' : 'again');
    if (before !== undefined) return;
    // Only the end of the watch breaks it off: a look tells of its own failures.
    work(service)
      .catch(() => undefined)
      .finally(() => asked.delete(service))
      .catch(() => undefined);
  };
}
