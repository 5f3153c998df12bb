import type { Ports } from '../ports.ts';
import { type SystemHealth as Health, systemHealth } from './health.ts';
import { type HealthDependencies, healthDependencies } from './health-dependencies.ts';

export type SystemHealth = Health & Pick<HealthDependencies, 'rootCauses'>;

/** How everything is, with what is to blame. It always answers: without the database no blame is known. */
export async function systemOverview(
  ports: Pick<Ports, 'events' | 'engine' | 'services'>,
): Promise<SystemHealth> {
  const health = await systemHealth(ports);
  if (!health.controlPlane.database.ok) return { ...health, rootCauses: [] };
  const { rootCauses } = await healthDependencies(ports);
  return { ...health, rootCauses };
}
