import { dropUnbegun } from '#activities/central/drop-unbegun.ts';
import type { Service } from '#domain/service.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { TaskEngine } from '#ports/task-engine.ts';

interface ForgottenPorts {
  readonly services: ServiceStore;
  readonly engine: Pick<TaskEngine, 'list' | 'openTask'>;
}

/** Far longer than a request takes from its claim to the start of its run. */
const claimLastsMilliseconds = 3_600_000;

/**
 * Drops claims that no run will begin: of a dependency that nothing requires any more, and of a request whose process died before
 * it started the run. What an open batch has not come to yet stays.
 */
export async function dropForgotten({ services, engine }: ForgottenPorts): Promise<void> {
  const unbegun = await services.list({ status: ['absent'] });
  if (unbegun.length === 0) return;
  const { tasks: batches } = await engine.list({ limit: 1, status: 'running', operation: 'batch' });
  for (const service of unbegun) {
    const forgotten =
      service.origin === 'dependency'
        ? await isUnrequired(service, services)
        : batches.length === 0 && isOld(service);
    if (forgotten && (await engine.openTask(service.id)) === undefined) {
      await dropUnbegun(service.id, services);
    }
  }
}

async function isUnrequired({ id }: Service, services: ServiceStore): Promise<boolean> {
  return !(await services.edges(id)).some(({ provider }) => provider === id);
}

function isOld({ since }: Service): boolean {
  return Date.now() - Date.parse(since) > claimLastsMilliseconds;
}
