import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { MaintenanceWindow } from '#ports/recovery-store.ts';
import type { maintenanceRequestSchema } from '#schemas/api/maintenance.ts';
import type { Ports } from '../ports.ts';
import { findService } from './services.ts';

/** A window for a year is a forgotten one: recovery would be off for good. */
const longestDays = 31;

type Needs = Pick<Ports, 'services' | 'recoveries' | 'monitors'>;
type Request = z.output<typeof maintenanceRequestSchema>;

export function listMaintenance({ recoveries }: Needs): Promise<readonly MaintenanceWindow[]> {
  return recoveries.windows(new Date().toISOString());
}

/** From then until then recovery keeps still. Errors: `invalid-input`, `not-found`. */
export async function openMaintenance(ports: Needs, request: Request): Promise<MaintenanceWindow> {
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
  await haveLook(ports, window.service);
  return window;
}

/** Recovery goes on at once with what waited. Error: `not-found`. */
export async function endMaintenance(ports: Needs, id: string): Promise<MaintenanceWindow> {
  const window = (await listMaintenance(ports)).find((one) => one.id === id);
  if (window === undefined) throw new DomainError('not-found', 'There is no such maintenance window.');
  await ports.recoveries.removeWindow(id);
  await haveLook(ports, window.service);
  return window;
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

/** A monitor that sleeps until its next try must hear of it. */
async function haveLook({ services, monitors }: Needs, service: ServiceId | undefined): Promise<void> {
  const ids = service === undefined ? (await services.list()).map(({ id }) => id) : [service];
  await Promise.all(ids.map((id) => monitors.review(id)));
}
