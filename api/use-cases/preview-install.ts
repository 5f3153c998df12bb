import type { Origin } from '#contracts/operations.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { Service } from '#domain/service.ts';
import type { ApiContext } from '../context.ts';
import type { PlacedInstall } from './place-install.ts';
import { planHashOf, runPreview } from './run-preview.ts';

export interface PreviewedInstall {
  /** Absent while faults are in the way. */
  readonly hash?: string;
  readonly plans: readonly Plan[];
}

/** Plans the whole closure, and what else the request touches, as the request would write it. Nothing is written. */
export async function previewInstall(
  context: ApiContext,
  resolved: PlacedInstall,
  origin: Origin,
): Promise<PreviewedInstall> {
  const { instance: settings, edges, rows } = resolved;
  if (settings === undefined || resolved.faults.length > 0) return { plans: [] };
  const staged = resolved.stages.flat();
  const wanted = new Map(resolved.services.map((service) => [service.id, desiredRow(rows, service)]));
  const touched = staged.flatMap((id) => wanted.get(id) ?? rows.get(id) ?? []);
  const services = [...new Map([...wanted.values(), ...touched].map((row) => [row.id, row])).values()];
  const members = services.map(({ id, host }) => ({ operation: 'install' as const, service: id, host }));
  const plans = await runPreview(
    context,
    { origin, members, services, edges, settings },
    `preview install ${staged.join(', ')}`,
  );
  return { plans, hash: planHashOf(plans, staged) };
}

function desiredRow(
  rows: ReadonlyMap<ServiceId, Service>,
  { id, definition, host, placement, settings, secrets, ports, origin }: PlacedInstall['services'][number],
): Service {
  const sealed = Object.fromEntries(Object.keys(secrets).map((name) => [name, '']));
  const row = rows.get(id);
  if (row !== undefined) return { ...row, settings, sealed: { ...row.sealed, ...sealed } };
  return {
    id,
    definition,
    host,
    ...(placement === undefined ? {} : { placement }),
    desired: 'running',
    status: 'absent',
    health: 'unknown',
    since: new Date().toISOString(),
    settings,
    sealed,
    ports,
    links: {},
    origin,
    revision: 0,
  };
}
