import { isDomainError } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { ServiceStore } from '#ports/service-store.ts';

/** Drops a row that was claimed and that no run has begun, unless others require it by now. True when it went. */
export async function dropUnbegun(id: ServiceId, services: ServiceStore): Promise<boolean> {
  const row = await services.get(id);
  if (row?.status !== 'absent' || row.run !== undefined) return false;
  try {
    await services.claimUninstall(id);
    return true;
  } catch (error) {
    if (isDomainError(error) && (error.code === 'service-required' || error.code === 'not-found'))
      return false;
    throw error;
  }
}
