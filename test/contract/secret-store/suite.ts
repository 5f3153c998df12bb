import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SecretPath, type SecretReference, secretPath, secretReference } from '#domain/secret.ts';
import type { SecretStore } from '#ports/secret-store.ts';

export interface SecretStoreUnderTest {
  readonly store: SecretStore;
  /** The same secrets through a new adapter. */
  reopen(): Promise<SecretStore>;
  close(): Promise<void>;
}

/** What every secret store does. `open` makes an empty one. */
export function secretStoreContract(name: string, open: () => Promise<SecretStoreUnderTest>): void {
  describe(`secret store: ${name}`, () => {
    let subject: SecretStoreUnderTest;
    let store: SecretStore;
    beforeEach(async () => {
      subject = await open();
      store = subject.store;
    });
    afterEach(() => subject.close());

    test('a version is read back by its reference, also through a new adapter', async () => {
      const reference = await store.write(apiKey, 'geheim ✓\n', first);
      expect(reference).toBe('secret://sonarr/api-key@1');
      expect(await store.read(reference)).toBe('geheim ✓\n');
      expect(await (await subject.reopen()).read(reference)).toBe('geheim ✓\n');
    });

    test('older versions stay readable; the newest is the last written', async () => {
      const one = await store.write(apiKey, 'one', first);
      const two = await store.write(apiKey, 'two', { expected: 1, origin: 'task-2' });
      expect(await store.read(one)).toBe('one');
      expect(await store.readNewest(apiKey)).toEqual({ value: 'two', reference: two });
      expect(await store.originOf(apiKey)).toBe('task-2');
    });

    test('versions past nine count as numbers, not as text', async () => {
      for (let expected = 0; expected < 11; expected += 1) {
        await store.write(apiKey, `value ${expected + 1}`, { expected, origin: 'task' });
      }
      expect(await store.readNewest(apiKey)).toEqual({
        value: 'value 11',
        reference: secretReference(apiKey, 11),
      });
    });

    test('an empty value and a long one are kept as they are', async () => {
      const long = 'x'.repeat(100_000);
      await store.write(apiKey, '', first);
      await store.write(password, long, first);
      expect((await store.readNewest(apiKey))?.value).toBe('');
      expect((await store.readNewest(password))?.value).toBe(long);
    });

    test('the newest versions of one owner are listed, and nobody else’s', async () => {
      await store.write(password, 'p', first);
      await store.write(apiKey, 'a', first);
      await store.write(apiKey, 'b', { expected: 1, origin: 'task' });
      await store.write(secretPath('sonarr-4k', 'api-key'), 'c', first);
      expect([...(await store.versions('sonarr'))]).toEqual([
        [apiKey, 2],
        [password, 1],
      ]);
      expect(await store.versions('radarr')).toEqual(new Map());
    });

    test('what is not there is missing, undefined or 0', async () => {
      const missing = { code: 'secret-missing' };
      await expect(store.read(secretReference(apiKey, 1))).rejects.toMatchObject(missing);
      expect(await store.readNewest(apiKey)).toBeUndefined();
      expect(await store.originOf(apiKey)).toBeUndefined();
      await store.write(apiKey, 'one', first);
      await expect(store.read(secretReference(apiKey, 2))).rejects.toMatchObject(missing);
    });

    test('a write that expects another version is a conflict and changes nothing', async () => {
      const conflict = { code: 'secret-conflict' };
      await expect(store.write(apiKey, 'x', { expected: 1, origin: 't' })).rejects.toMatchObject(conflict);
      await store.write(apiKey, 'one', first);
      await expect(store.write(apiKey, 'x', first)).rejects.toMatchObject(conflict);
      await expect(store.write(apiKey, 'x', { expected: 2, origin: 't' })).rejects.toMatchObject(conflict);
      expect((await store.readNewest(apiKey))?.value).toBe('one');
    });

    test('of many writers of one version exactly one succeeds, and its value is the one that is read', async () => {
      const other = await subject.reopen();
      for (let expected = 0; expected < 10; expected += 1) {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 8 }, (_, writer) =>
            (writer % 2 === 0 ? store : other).write(apiKey, `${writer}`, {
              expected,
              origin: `task-${writer}`,
            }),
          ),
        );
        const winners = outcomes.flatMap(({ status }, writer) => (status === 'fulfilled' ? [writer] : []));
        expect(winners).toHaveLength(1);
        expect((await store.readNewest(apiKey))?.value).toBe(`${winners[0]}`);
        expect(await other.originOf(apiKey)).toBe(`task-${winners[0]}`);
      }
    });

    test('removal takes every version of one secret, and is success again', async () => {
      const one = await store.write(apiKey, 'one', first);
      await store.write(apiKey, 'two', { expected: 1, origin: 'task' });
      await store.write(password, 'p', first);
      await store.remove(apiKey);
      await store.remove(apiKey);
      await expect(store.read(one)).rejects.toMatchObject({ code: 'secret-missing' });
      expect([...(await store.versions('sonarr')).keys()]).toEqual([password]);
      await store.write(apiKey, 'again', first);
      expect((await store.readNewest(apiKey))?.value).toBe('again');
    });

    test.each(['../../etc/passwd', 'sonarr/../x', 'sonarr/a/b', '/etc', 'sonarr', 'Sonarr/Key', ''])(
      'the path "%s" is refused, whatever its type promises',
      async (text) => {
        const path = text as SecretPath;
        const refusal = { code: 'invalid-input' };
        await expect(store.write(path, 'x', first)).rejects.toMatchObject(refusal);
        await expect(store.readNewest(path)).rejects.toMatchObject(refusal);
        await expect(store.originOf(path)).rejects.toMatchObject(refusal);
        await expect(store.remove(path)).rejects.toMatchObject(refusal);
        await expect(store.read(`secret://${text}@1` as SecretReference)).rejects.toMatchObject(refusal);
      },
    );

    test('an owner that is none is refused', async () => {
      await expect(store.versions('..')).rejects.toMatchObject({ code: 'invalid-input' });
    });
  });
}

const apiKey = secretPath('sonarr', 'api-key');
const password = secretPath('sonarr', 'password');
const first = { expected: 0, origin: 'task-1' };
