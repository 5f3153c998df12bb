import { isDomainError } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { ServiceStore } from '#ports/service-store.ts';

/**
 * Drops a row that was claimed and that no run has begun, unless others require it by now; and with it what was claimed only for
 * its sake. True when it went.
 */
export async function dropUnbegun(id: ServiceId, services: ServiceStore): Promise<boolean> {
  const row = await services.get(id);
  if (row?.status !== 'absent' || row.run !== undefined) return false;
  const providers = (await services.edges(id)).filter(({ consumer }) => consumer === id);
  if (!(await drop(id, services))) return false;
  // The row took its edges with it. A crash right here leaves its providers to the sweeper.
  for (const { provider } of providers) {
    if ((await services.get(provider))?.origin === 'dependency') await dropUnbegun(provider, services);
  }
  return true;
}

async function drop(id: ServiceId, services: ServiceStore): Promise<boolean> {
  try {
    await services.claimUninstall(id);
    return true;
  } catch (error) {
    if (isDomainError(error) && (error.code === 'service-required' || error.code === 'not-found'))
      return false;
    throw error;
  }
}
