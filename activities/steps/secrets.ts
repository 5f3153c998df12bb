import { DomainError } from '#domain/errors.ts';
import type { StepResult } from '#domain/plan/steps.ts';
import { type SecretPath, secretReference } from '#domain/secret.ts';
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
      return result('adopted', `version ${newest} is there`, (await secrets.originOf(path)) === task);
    }
    const value = sealed === undefined ? values.generate(generator) : await opener.open(sealed);
    if (value === '') throw new DomainError('secret-missing', `${path} has no value.`);
    await secrets.write(path, value, { expected: newest, origin: task });
    return result('done', `wrote version ${newest + 1}`);
  };
}

/** Effect: no version is left. While undoing, only what this very task wrote goes; what was there before counts again. */
export function forgetSecret(secrets: SecretStore): StepExecutor<'forgetSecret'> {
  return async ({ path }, { task, undo }) => {
    const newest = (await secrets.versions(ownerOf(path))).get(path) ?? 0;
    if (newest === 0) return result('adopted', 'it is not there');
    if (undo && (await secrets.originOf(path)) !== task) return result('skipped', 'another task made it');
    if (undo && newest > 1) return bringBack(secrets, path, newest);
    await secrets.remove(path);
    return result('done', 'every version is gone');
  };
}

/** The value before it becomes the newest again, under a new number: versions only grow. */
async function bringBack(secrets: SecretStore, path: SecretPath, newest: number): Promise<StepResult> {
  const value = await secrets.read(secretReference(path, newest - 1));
  await secrets.write(path, value, { expected: newest, origin: `undo of version ${newest}` });
  return result('done', `version ${newest - 1} counts again`);
}

function ownerOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}
