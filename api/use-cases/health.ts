import type { z } from 'zod';
import { isDomainError } from '#domain/errors.ts';
import { isUp } from '#domain/lifecycle.ts';
import { isUnknown } from '#domain/root-cause.ts';
import type { Service } from '#domain/service.ts';
import type { partHealthSchema, systemHealthSchema } from '#schemas/api/health.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';

export type SystemHealth = Answerable<z.output<typeof systemHealthSchema>>;
type PartHealth = Answerable<z.output<typeof partHealthSchema>>;

const deadlineMs = 2000;

/** The control plane's parts and the services by health. It always answers. */
export async function systemHealth(
  ports: Pick<Ports, 'events' | 'engine' | 'services'>,
): Promise<SystemHealth> {
  const [parts, rows] = await Promise.all([
    controlPlane(ports),
    within(ports.services.list()).catch((): readonly Service[] => []),
  ]);
  const controlWell = parts.database.ok && parts.temporal.ok;
  const unwell = rows.some((row) => row.health === 'unhealthy' || row.status === 'failed' || isUnknown(row));
  return {
    status: controlWell ? (unwell ? 'degraded' : 'healthy') : 'unhealthy',
    controlPlane: { api: { ok: true, detail: 'answers' }, ...parts },
    services: { total: rows.length, byHealth: countHealth(rows), byStatus: countStatus(rows) },
    hostsAway: hostsAway(rows),
  };
}

/** Database and Temporal, asked at the same time, each with a deadline. */
export async function controlPlane(
  ports: Pick<Ports, 'events' | 'engine'>,
): Promise<{ readonly database: PartHealth; readonly temporal: PartHealth }> {
  const [database, temporal] = await Promise.all([
    ask(() => ports.events.head()),
    ask(() => ports.engine.list({ limit: 1 })),
  ]);
  return { database, temporal };
}

async function ask(question: () => Promise<unknown>): Promise<PartHealth> {
  try {
    await within(question());
    return { ok: true, detail: 'answers' };
  } catch (error) {
    return { ok: false, detail: isDomainError(error) ? error.message : 'does not answer in time' };
  }
}

async function within<Result>(promise: Promise<Result>): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function countHealth(rows: readonly Service[]): SystemHealth['services']['byHealth'] {
  const count = { healthy: 0, unhealthy: 0, starting: 0, unknown: 0 };
  for (const { health } of rows) count[health] += 1;
  return count;
}

function countStatus(rows: readonly Service[]): SystemHealth['services']['byStatus'] {
  const count: Partial<Record<Service['status'], number>> = {};
  for (const { status } of rows) count[status] = (count[status] ?? 0) + 1;
  return count;
}

/** A host that is away has left all its services unknown; a single unknown one has another reason. */
function hostsAway(rows: readonly Service[]): SystemHealth['hostsAway'] {
  const up = rows.filter(({ status, desired }) => isUp(status) && desired === 'running');
  return [...Map.groupBy(up, ({ host }) => host)]
    .filter(([, services]) => services.every(isUnknown))
    .map(([host, services]) => ({ host, services: services.map(({ id }) => id) }));
}
