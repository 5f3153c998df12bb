import { DomainError } from '#domain/errors.ts';
import type { SecretStore } from '#ports/secret-store.ts';
import type { SecretValues } from '#ports/secret-values.ts';
import type { ValueOpener } from '#ports/value-sealer.ts';
import { result, type StepExecutor } from './executor.ts';

export interface EnsureSecretPorts {
  readonly secrets: SecretStore;
  readonly values: SecretValues;
  readonly opener: ValueOpener;
}

/**
 * Effect: the secret has a value; it is made or opened here and goes nowhere but into the store. A value that this task wrote
 * before is adopted, so a repeat after a crash makes no second version.
 */
export function ensureSecret({ secrets, values, opener }: EnsureSecretPorts): StepExecutor<'ensureSecret'> {
  return async ({ path, generator, sealed }, { task }) => {
    const newest = (await secrets.versions(ownerOf(path))).get(path) ?? 0;
    if (newest > 0 && (sealed === undefined || (await secrets.originOf(path)) === task)) {
      return result(
        'adopted',
        `version ${newest} is there`,
        (await secrets.originOf(path)) === task && newest === 1,
      );
    }
    const value = sealed === undefined ? values.generate(generator) : await opener.open(sealed);
    if (value === '') throw new DomainError('secret-missing', `${path} has no value.`);
    await secrets.write(path, value, { expected: newest, origin: task });
    return result('done', `wrote version ${newest + 1}`, newest === 0);
  };
}

/** Effect: no version is left. While undoing, only a secret that this very task made goes. */
export function forgetSecret(secrets: SecretStore): StepExecutor<'forgetSecret'> {
  return async ({ path }, { task, undo }) => {
    const newest = (await secrets.versions(ownerOf(path))).get(path) ?? 0;
    if (newest === 0) return result('adopted', 'it is not there');
    if (undo && (newest > 1 || (await secrets.originOf(path)) !== task))
      return result('skipped', 'another task made it');
    await secrets.remove(path);
    return result('done', 'every version is gone');
  };
}

function ownerOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}
