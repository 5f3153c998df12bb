import { randomUUID } from 'node:crypto';
import { serviceWorkflowId } from '#contracts/ids.ts';
import type { ServiceId } from '#domain/ids.ts';
import { isTransient, mayTransition, type ServiceStatus, serviceStatuses } from '#domain/lifecycle.ts';
import type { TestApi } from './api.ts';

/** Walks the service's row to the state by legal transitions; in a transient one a run stays at work. */
export async function bringTo(api: TestApi, service: ServiceId, goal: ServiceStatus): Promise<void> {
  const status = (await api.services.get(service))?.status ?? 'absent';
  let run = { workflowId: serviceWorkflowId(service), runId: randomUUID() };
  for (const to of wayFrom(status, goal)) {
    await api.services.transition({
      service,
      to,
      ...(to === 'running' || to === 'stopped' ? { desired: to } : {}),
      cause: 'the test says so',
      run,
      release: !isTransient(to),
      event: { id: randomUUID(), correlationId: 'way', time: new Date().toISOString() },
    });
    if (!isTransient(to)) run = { ...run, runId: randomUUID() };
  }
}

/** The shortest way; `degraded` is a monitor's word and no operation's. */
function wayFrom(from: ServiceStatus, goal: ServiceStatus): readonly ServiceStatus[] {
  const ways: ServiceStatus[][] = [[from]];
  for (const way of ways) {
    const last = way.at(-1) ?? from;
    if (last === goal) return way.slice(1);
    const next = serviceStatuses.filter(
      (to) => to !== 'degraded' && mayTransition(last, to) && !way.includes(to),
    );
    ways.push(...next.map((to) => [...way, to]));
  }
  throw new Error(`No way leads from ${from} to ${goal}.`);
}
