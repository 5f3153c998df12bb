import type { Selectable } from 'kysely';
import type { Recovery } from '#domain/recovery/recovery.ts';
import type { KeptRecovery, MaintenanceWindow } from '#ports/recovery-store.ts';
import type { MaintenanceWindowTable, RecoveryTable } from './tables.ts';

export function toRecovery(row: Selectable<RecoveryTable>): KeptRecovery {
  const { failures, trouble, restarts, held, alerts, applied, revision } = row;
  const recovery: Recovery = {
    failures,
    restarts,
    alerts,
    ...(trouble === null ? {} : { trouble }),
    ...(held === null ? {} : { held }),
    ...(row.opened_at === null ? {} : { openedAt: row.opened_at.toISOString() }),
    ...(row.next_try_at === null ? {} : { nextTryAt: row.next_try_at.toISOString() }),
    ...(row.well_since === null ? {} : { wellSince: row.well_since.toISOString() }),
  };
  return applied === null ? { recovery, revision } : { recovery, revision, applied };
}

/** As it is kept: one revision further. */
export function toRecoveryRow({ recovery, applied, revision }: KeptRecovery) {
  const { failures, openedAt, nextTryAt, wellSince, trouble, restarts, held, alerts } = recovery;
  return {
    failures,
    opened_at: openedAt ?? null,
    next_try_at: nextTryAt ?? null,
    well_since: wellSince ?? null,
    trouble: trouble === undefined ? null : JSON.stringify(trouble),
    restarts: JSON.stringify(restarts),
    held: held === undefined ? null : JSON.stringify(held),
    waits_for: held?.by === 'dependency' ? held.on : null,
    alerts: JSON.stringify(alerts),
    applied: applied ?? null,
    revision: revision + 1,
  };
}

export function toWindow(row: Selectable<MaintenanceWindowTable>): MaintenanceWindow {
  const { id, service_id: service, starts_at: starts, ends_at: ends, reason } = row;
  const window = { id, startsAt: starts.toISOString(), endsAt: ends.toISOString(), reason };
  return service === null ? window : { ...window, service };
}
