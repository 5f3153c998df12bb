import { expect, it, vi } from 'vitest';
import { resolveTexts, valuesOf } from '#activities/steps/resolve-text.ts';
import { type SecretText, secretPath, secretReference } from '#domain/secret.ts';
import { createMemorySecretStore } from '#test/support/memory/index.ts';
import { createStubValues } from './support/stub-values.ts';

const key = secretPath('sonarr', 'api-key');
const origin = 'test';

it('each reference is read once, in the version that it names, and written as the program wants it', async () => {
  const secrets = createMemorySecretStore();
  const first = await secrets.write(key, 'one', { expected: 0, origin });
  const second = await secrets.write(key, 'two', { expected: 1, origin });
  const read = vi.spyOn(secrets, 'read');
  const texts: Record<string, SecretText> = {
    A: ['<', { secret: first, as: 'plain' }, '>'],
    B: [
      { secret: second, as: 'qbittorrent-pbkdf2' },
      { secret: first, as: 'plain' },
    ],
    C: ['plain'],
    D: [],
  };
  const resolved = await resolveTexts(texts, { secrets, values: createStubValues() });
  expect(resolved.texts).toEqual({ A: '<one>', B: 'qbittorrent-pbkdf2(two)one', C: 'plain', D: '' });
  expect([...resolved.used].sort()).toEqual(['one', 'two']);
  expect(read).toHaveBeenCalledTimes(2);
});

it('a version that is not there is missing, and nothing is made of the rest', async () => {
  const secrets = createMemorySecretStore();
  const text: SecretText = ['x', { secret: secretReference(key, 9), as: 'plain' }];
  await expect(resolveTexts({ A: text }, { secrets, values: createStubValues() })).rejects.toMatchObject({
    code: 'secret-missing',
  });
});

it('for redaction, the newest value of everything that the service owns, and of nobody else', async () => {
  const secrets = createMemorySecretStore();
  await secrets.write(key, 'old', { expected: 0, origin });
  await secrets.write(key, 'new', { expected: 1, origin });
  await secrets.write(secretPath('sonarr', 'password'), 'pass', { expected: 0, origin });
  await secrets.write(secretPath('sonarr2', 'password'), 'other', { expected: 0, origin });
  expect([...(await valuesOf('sonarr', secrets))].sort()).toEqual(['new', 'pass']);
});
