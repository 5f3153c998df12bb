import { DomainError } from './errors.ts';

declare const brand: unique symbol;

/** Where a secret lives, without its version: `<service>/<name>`. */
export type SecretPath = string & { readonly [brand]: 'SecretPath' };
/** One version of a secret: `secret://<service>/<name>@<version>`. The only form in which a secret travels. */
export type SecretReference = string & { readonly [brand]: 'SecretReference' };

/**
 * How a secret's value is turned into what a program wants to read. `qbittorrent-pbkdf2` yields `<salt>:<key>`, both base64:
 * what stands between the brackets of `@ByteArray(…)` in qBittorrent.conf.
 */
export type SecretEncoding = 'plain' | 'qbittorrent-pbkdf2';

/** A place in a text that a secret's value takes, inside the activity that needs it and nowhere else. */
export interface SecretPart {
  readonly secret: SecretReference;
  readonly as: SecretEncoding;
}

/** Text with secrets left open. */
export type SecretText = readonly (string | SecretPart)[];

/** How the first value of a secret comes about. `entered` ones come sealed from a person. */
export type SecretGenerator =
  | { readonly type: 'hex'; readonly length: number }
  | { readonly type: 'password'; readonly length: number }
  | { readonly type: 'entered' }
  /** Made by the program itself and stored by a link (Jellyfin's API key). */
  | { readonly type: 'obtained' };

export function secretPath(owner: string, name: string): SecretPath {
  const path = `${owner}/${name}`;
  if (!pathPattern.test(path))
    throw new DomainError('invalid-input', `"${path.slice(0, 80)}" is not a secret path.`);
  return path as SecretPath;
}

export function secretReference(path: SecretPath, version: number): SecretReference {
  return `secret://${path}@${version}` as SecretReference;
}

export function parseSecretReference(value: string): { readonly path: SecretPath; readonly version: number } {
  const match = /^secret:\/\/([^@]+)@(\d{1,9})$/.exec(value);
  const path = match?.[1] ?? '';
  if (match === null || !pathPattern.test(path)) {
    throw new DomainError('invalid-input', `"${value.slice(0, 80)}" is not a secret reference.`);
  }
  return { path: path as SecretPath, version: Number(match[2]) };
}

/** Every reference that the text needs, each once. */
export function referencesOf(text: SecretText): readonly SecretReference[] {
  const references = text.flatMap((part) => (typeof part === 'string' ? [] : [part.secret]));
  return [...new Set(references)];
}

const pathPattern = /^[a-z0-9][a-z0-9-]{0,39}\/[a-z0-9][a-z0-9-]{0,59}$/;
