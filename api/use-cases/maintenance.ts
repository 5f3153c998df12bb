import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import { maintenanceAgainSeconds } from '#domain/recovery/policy.ts';
import type { MaintenanceWindow } from '#ports/recovery-store.ts';
import type { maintenanceAnswerSchema, maintenanceRequestSchema } from '#schemas/api/maintenance.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';
import { findService } from './services.ts';

/** A window for a year is a forgotten one: recovery would be off for good. */
const longestDays = 31;

type Needs = Pick<Ports, 'services' | 'recoveries' | 'monitors'>;
type Request = z.output<typeof maintenanceRequestSchema>;
type Answer = Answerable<z.output<typeof maintenanceAnswerSchema>>;

export function listMaintenance({ recoveries }: Needs): Promise<readonly MaintenanceWindow[]> {
  return recoveries.windows(new Date().toISOString());
}

/** From then until then recovery keeps still. Errors: `invalid-input`, `not-found`. */
export async function openMaintenance(ports: Needs, request: Request): Promise<Answer> {
  const now = new Date();
  const startsAt = new Date(request.startsAt ?? now);
  const endsAt = new Date(request.endsAt);
  assertSpan(startsAt, endsAt, now);
  const service =
    request.service === undefined ? {} : { service: (await findService(ports, request.service)).id };
  const window: MaintenanceWindow = {
    id: randomUUID(),
    ...service,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    reason: request.reason,
  };
  await ports.recoveries.putWindow(window);
  return { ...window, ...(await haveLook(ports, window.service)) };
}

/** Recovery goes on at once with what waited. Error: `not-found`. */
export async function endMaintenance(ports: Needs, id: string): Promise<Answer> {
  const window = (await listMaintenance(ports)).find((one) => one.id === id);
  if (window === undefined) throw new DomainError('not-found', 'There is no such maintenance window.');
  await ports.recoveries.removeWindow(id);
  return { ...window, ...(await haveLook(ports, window.service)) };
}

function assertSpan(startsAt: Date, endsAt: Date, now: Date): void {
  const reason =
    endsAt <= startsAt || endsAt <= now
      ? 'must be later than its beginning, and than now'
      : endsAt.getTime() - startsAt.getTime() > longestDays * 86_400_000
        ? `must be within ${longestDays} days of its beginning`
        : undefined;
  if (reason === undefined) return;
  const faults = [{ field: 'endsAt', reason }];
  throw new DomainError('invalid-input', `The window is not valid: endsAt ${reason}.`, { faults });
}

/**
 * A monitor that sleeps until its next try must hear of it. The window is written by now, so an outage here is no failure of the request:
 * every monitor reads the windows before it acts, and one that is held back by a window looks again by itself.
 */
async function haveLook(
  { services, monitors }: Needs,
  service: ServiceId | undefined,
): Promise<Pick<Answer, 'delayed'>> {
  try {
    const ids = service === undefined ? (await services.list()).map(({ id }) => id) : [service];
    await Promise.all(ids.map((id) => monitors.review(id)));
    return {};
  } catch (error) {
    if (!isDomainError(error) || error.kind !== 'outage') throw error;
    const minutes = maintenanceAgainSeconds / 60;
    return {
      delayed: `Monitors could not be told, and look by themselves within ${minutes} minutes: ${error.message}`,
    };
  }
}
