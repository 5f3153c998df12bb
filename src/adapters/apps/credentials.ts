import { DomainError } from '#domain/errors.ts';
import type { LinkEnd } from '#domain/link.ts';
import { parseSecretReference, type SecretPath } from '#domain/secret.ts';
import type { HostSecrets } from '#ports/secret-store.ts';

/** A secret in the hands of an activity: its value goes to the application and nowhere else. */
export interface KeptSecret {
  readonly path: SecretPath;
  readonly value: string;
  readonly version: number;
}

/** The newest version of an end's secret. Error: `secret-missing`. */
export async function readSecret(secrets: HostSecrets, end: LinkEnd, name: string): Promise<KeptSecret> {
  const found = await findSecret(secrets, end, name);
  if (found !== undefined) return found;
  throw new DomainError('secret-missing', `The secret ${secretPathOf(end, name)} has no value yet.`);
}

/** The newest version, or nothing where none was stored yet. */
export async function findSecret(
  secrets: HostSecrets,
  end: LinkEnd,
  name: string,
): Promise<KeptSecret | undefined> {
  const path = secretPathOf(end, name);
  const newest = await secrets.readNewest(path);
  if (newest === undefined) return undefined;
  return { path, value: newest.value, version: parseSecretReference(newest.reference).version };
}

/** Where the definition keeps this secret. */
export function secretPathOf(end: LinkEnd, name: string): SecretPath {
  const path = end.secrets[name];
  if (path !== undefined) return path;
  throw new DomainError('catalog-invalid', `The definition ${end.app} declares no secret "${name}".`);
}

/** The account that Showrunner made; every definition's own default is `admin`. */
export function userOf(end: LinkEnd): string {
  return end.user ?? 'admin';
}
