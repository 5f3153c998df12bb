import type { z } from 'zod';
import { taskId } from '#contracts/ids.ts';
import { isTransient } from '#domain/lifecycle.ts';
import { rootsOf } from '#domain/root-cause.ts';
import type { serviceStateSchema } from '#schemas/api/service.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';
import { chainsOf } from './health-dependencies.ts';
import { lastChanges } from './service-condition.ts';
import { findService } from './services.ts';

export type ServiceState = Answerable<z.output<typeof serviceStateSchema>>;

const changesShown = 10;

/** The lifecycle state with its last changes, and what is to blame where it is not well. Error: `not-found`. */
export async function getServiceState(
  ports: Pick<Ports, 'services' | 'events'>,
  id: string,
): Promise<ServiceState> {
  const row = await findService(ports, id);
  const [changes, { chains }] = await Promise.all([
    lastChanges(ports, row.id, changesShown),
    chainsOf(ports, row),
  ]);
  const { desired, status, health, since, revision, run } = row;
  const openTask = run !== undefined && isTransient(status) ? { openTask: taskId(run) } : {};
  const state = { id: row.id, desired, status, health, since, revision, ...openTask };
  return { ...state, changes, rootCauses: rootsOf(chains) };
}
