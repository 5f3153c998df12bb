import { DomainError } from '../errors.ts';
import type { SecretEncoding, SecretReference, SecretText } from '../secret.ts';

/** What the `${…}` places of a definition's texts stand for. */
export interface Variables {
  readonly plain: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretReference>>;
}

/** `$${` is a literal `${`; `${NAME}`, `${NAME:-fallback}` and `${SECRET_NAME|encoding}` are places. */
const place = /\$\$|\$\{([A-Z][A-Z0-9_]*)(?:\|([a-z0-9-]+))?(?::-([^}]*))?\}/g;

/** Fills in plain variables and leaves secrets as references. An unset variable without a fallback is empty. */
export function fillIn(template: string, variables: Variables): SecretText {
  const parts: SecretText[number][] = [];
  let end = 0;
  for (const match of template.matchAll(place)) {
    parts.push(template.slice(end, match.index), valueAt(match, variables));
    end = match.index + match[0].length;
  }
  parts.push(template.slice(end));
  return joined(parts);
}

/** As `fillIn`, for texts in which a secret may not stand (commands, paths). */
export function fillInPlain(template: string, variables: Variables): string {
  const text = fillIn(template, variables);
  if (text.every((part) => typeof part === 'string')) return text.join('');
  throw new DomainError('catalog-invalid', `A secret may not stand in "${template.slice(0, 80)}".`);
}

/** Names of the variables that a template uses. */
export function variablesOf(template: string): readonly string[] {
  return [...template.matchAll(place)].flatMap((match) => match[1] ?? []);
}

function valueAt(match: RegExpExecArray, variables: Variables): SecretText[number] {
  const [whole, name, encoding, fallback] = match;
  if (name === undefined) return whole.slice(1);
  const secret = variables.secrets[name];
  if (secret !== undefined) return { secret, as: encodingOf(encoding) };
  const value = variables.plain[name];
  return value === undefined || value === '' ? (fallback ?? '') : value;
}

function encodingOf(name: string | undefined): SecretEncoding {
  if (name === undefined || name === 'plain') return 'plain';
  if (name === 'qbittorrent-pbkdf2') return name;
  throw new DomainError('catalog-invalid', `"${name}" is not a way to write a secret.`);
}

function joined(parts: SecretText): SecretText {
  const result: SecretText[number][] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}
