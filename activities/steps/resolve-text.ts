import { referencesOf, type SecretText } from '#domain/secret.ts';
import type { SecretStore } from '#ports/secret-store.ts';
import type { SecretValues } from '#ports/secret-values.ts';

export interface SecretPorts {
  readonly secrets: Pick<SecretStore, 'versions' | 'read' | 'readNewest'>;
  readonly values: SecretValues;
}

export interface ResolvedTexts {
  /** The texts with their secrets, by the given names. Never to be logged or returned. */
  readonly texts: Readonly<Record<string, string>>;
  /** Every value that went in: what evidence must not show. */
  readonly used: readonly string[];
}

/** Puts the secrets' values into their places; each is read once. */
export async function resolveTexts(
  texts: Readonly<Record<string, SecretText>>,
  { secrets, values }: SecretPorts,
): Promise<ResolvedTexts> {
  const references = [...new Set(Object.values(texts).flatMap(referencesOf))];
  const read = await Promise.all(
    references.map(async (reference) => [reference, await secrets.read(reference)] as const),
  );
  const held = new Map(read);
  const fill = (text: SecretText) =>
    text
      .map((part) => (typeof part === 'string' ? part : values.encode(held.get(part.secret) ?? '', part.as)))
      .join('');
  const filled = Object.entries(texts).map(([name, text]) => [name, fill(text)] as const);
  return { texts: Object.fromEntries(filled), used: [...held.values()] };
}

/** Values of the newest versions of everything that a service owns: for redaction. */
export async function valuesOf(
  owner: string,
  secrets: Pick<SecretStore, 'versions' | 'readNewest'>,
): Promise<readonly string[]> {
  const paths = [...(await secrets.versions(owner)).keys()];
  const newest = await Promise.all(paths.map((path) => secrets.readNewest(path)));
  return newest.flatMap((one) => (one === undefined ? [] : [one.value]));
}
