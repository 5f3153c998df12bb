import { DomainError, type Fault } from '#domain/errors.ts';
import type { GivenSettings } from './split-settings.ts';

/** Throws all faults at once: `missing-settings` when nothing is wrong but that they have no value, else `invalid-input`. */
export function refuseFaults(faults: readonly Fault[], given: GivenSettings): void {
  if (faults.length === 0) return;
  const missing = faults.every(({ field }) => (given[field] ?? '') === '');
  const list = faults.map(({ field, reason }) => `${field} ${reason}`).join('; ');
  const text = missing ? 'Required settings have no value' : 'The settings are not valid';
  throw new DomainError(missing ? 'missing-settings' : 'invalid-input', `${text}: ${list}.`, { faults });
}
