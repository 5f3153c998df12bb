import { redacted } from '#platform/redaction.ts';

/** Shorter ones would redact ordinary words. */
const shortest = 4;

/** Replaces every occurrence of each secret, longest first, so that one inside another leaves nothing behind. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const worth = [...new Set(secrets)]
    .filter((secret) => secret.length >= shortest)
    .toSorted((a, b) => b.length - a.length);
  return (text) => worth.reduce((clean, secret) => clean.replaceAll(secret, redacted), text);
}
