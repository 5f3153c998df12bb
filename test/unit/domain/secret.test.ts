import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSecretReference, referencesOf, secretPath, secretReference } from '#domain/secret.ts';

const owner = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/);
const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,59}$/);
const version = fc.integer({ min: 1, max: 999_999_999 });

describe('a secret reference', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(owner, name, version, (service, secret, number) => {
        const path = secretPath(service, secret);
        expect(parseSecretReference(secretReference(path, number))).toEqual({ path, version: number });
      }),
    );
  });

  it.each([
    'secret://sonarr/api-key',
    'secret://sonarr@1',
    'secret://sonarr/api-key@',
    'secret://sonarr/api-key@-1',
    'secret://sonarr/api-key@1.5',
    'secret://sonarr/api-key@9999999999',
    'secret://../api-key@1',
    'secret://sonarr/../radarr/api-key@1',
    'secret://sonarr/api-key@1\n',
    'https://sonarr/api-key@1',
    'sonarr/api-key@1',
    '',
  ])('%j is none', (value) => {
    expect(() => parseSecretReference(value)).toThrow(/is not a secret reference/);
  });
});

it.each([
  ['', 'api-key'],
  ['sonarr', ''],
  ['..', 'api-key'],
  ['sonarr', '../radarr'],
  ['Sonarr', 'api-key'],
  ['sonarr/api', 'key'],
  ['sonarr', 'key@1'],
])('no path leads from %j to %j', (service, secret) => {
  expect(() => secretPath(service, secret)).toThrow(/is not a secret path/);
});

it('a text names each of its references once', () => {
  const key = secretReference(secretPath('sonarr', 'api-key'), 1);
  const other = secretReference(secretPath('sonarr', 'password'), 2);
  const text = [
    'a',
    { secret: key, as: 'plain' },
    { secret: other, as: 'plain' },
    { secret: key, as: 'plain' },
  ] as const;
  expect(referencesOf(text)).toEqual([key, other]);
  expect(referencesOf(['plain'])).toEqual([]);
});
