import { canonicalJson } from './plan/canonical.ts';
import type { Digest } from './plan/hash.ts';
import type { Service } from './service.ts';

/**
 * Names what a person looks at who changes a service: its settings and what it is made of. Unlike the row's revision it does not move
 * with status, health and links, which no change depends on. Secret settings are not in it: nothing that is shown derives from them.
 */
export function serviceTag(
  { settings, definition }: Pick<Service, 'settings' | 'definition'>,
  digest: Digest,
): string {
  return digest(canonicalJson({ settings, definition })).slice(0, 16);
}
