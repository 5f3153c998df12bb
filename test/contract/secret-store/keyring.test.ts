import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeyring } from '#adapters/keyring/keyring.ts';
import { parseSecretReference, type SecretReference, secretPath, secretReference } from '#domain/secret.ts';
import { secretStoreContract } from './suite.ts';

const apiKey = secretPath('sonarr', 'api-key');
const first = { expected: 0, origin: 'task-1' };

secretStoreContract('keyring', async () => {
  const root = await mkdtemp(join(tmpdir(), 'showrunner-keyring-'));
  const folder = join(root, 'keyring');
  return {
    store: await createKeyring(folder),
    reopen: () => createKeyring(folder),
    close: () => rm(root, { recursive: true }),
  };
});

describe('the keyring’s files', () => {
  let root: string;
  let folder: string;
  const file = (path: string) => join(folder, 'secrets', path);
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'showrunner-keyring-'));
    folder = join(root, 'keyring');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  test('are for their owner alone, and no file holds a value', async () => {
    const store = await createKeyring(folder);
    await store.write(apiKey, 'canary-4711', first);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      expect((await stat(path)).mode & 0o777).toBe(entry.isDirectory() ? 0o700 : 0o600);
      if (entry.isFile()) expect(await readFile(path, 'utf8')).not.toContain('canary-4711');
    }
    expect(
      entries
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['1.json', 'master.key']);
  });

  test('the same value is never written the same way twice', async () => {
    const store = await createKeyring(folder);
    await store.write(apiKey, 'same', first);
    await store.write(apiKey, 'same', { expected: 1, origin: 'task-1' });
    const parse = async (version: number) =>
      JSON.parse(await readFile(file(`sonarr/api-key/${version}.json`), 'utf8'));
    const [one, two] = [await parse(1), await parse(2)];
    expect(one.value.data).not.toBe(two.value.data);
    expect(one.key.data).not.toBe(two.key.data);
  });

  test('one master key is made, also when many open a new keyring at once', async () => {
    const stores = await Promise.all(Array.from({ length: 10 }, () => createKeyring(folder)));
    const [writer] = stores;
    const reference = await writer?.write(apiKey, 'one', first);
    for (const store of stores) expect((await store.readNewest(apiKey))?.reference).toBe(reference);
  });

  test('another master key cannot read them, and says so', async () => {
    const store = await createKeyring(folder);
    const reference = await store.write(apiKey, 'one', first);
    await writeFile(join(folder, 'master.key'), Buffer.alloc(32, 7).toString('base64'));
    const other = await createKeyring(folder);
    await expect(other.read(reference)).rejects.toMatchObject({
      code: 'secret-unreadable',
      message: expect.stringContaining('another master key'),
    });
  });

  test('a lost master key is not replaced while there are secrets, and a broken one is refused', async () => {
    const store = await createKeyring(folder);
    await store.write(apiKey, 'one', first);
    await rm(join(folder, 'master.key'));
    await expect(createKeyring(folder)).rejects.toMatchObject({ code: 'secret-unreadable' });
    await writeFile(join(folder, 'master.key'), 'short');
    await expect(createKeyring(folder)).rejects.toMatchObject({ code: 'secret-unreadable' });
  });

  test('a file that was altered in any place does not open', async () => {
    const store = await createKeyring(folder);
    const reference = await store.write(apiKey, 'one', first);
    const path = file('sonarr/api-key/1.json');
    const text = await readFile(path, 'utf8');
    const envelope = JSON.parse(text);
    const altered = [
      text.slice(0, text.length / 2),
      'null',
      JSON.stringify({ ...envelope, origin: 'another task' }),
      JSON.stringify({ ...envelope, value: { ...envelope.value, data: envelope.key.data } }),
      JSON.stringify({ ...envelope, value: { ...envelope.value, tag: flip(envelope.value.tag) } }),
      JSON.stringify({ ...envelope, value: { ...envelope.value, tag: envelope.value.tag.slice(0, 4) } }),
      JSON.stringify({ ...envelope, key: { ...envelope.key, iv: flip(envelope.key.iv) } }),
    ];
    for (const content of altered) {
      await writeFile(path, content);
      await expect(store.read(reference)).rejects.toMatchObject({ code: 'secret-unreadable' });
      await expect(store.originOf(apiKey)).rejects.toMatchObject({ code: 'secret-unreadable' });
    }
    await writeFile(path, text);
    expect(await store.read(reference)).toBe('one');
  });

  test('a file in another one’s place does not open: not another version, not another path', async () => {
    const store = await createKeyring(folder);
    const one = await store.write(apiKey, 'one', first);
    const two = await store.write(apiKey, 'two', { expected: 1, origin: 'task-1' });
    const other = await store.write(secretPath('radarr', 'api-key'), 'other', first);
    await rename(file('sonarr/api-key/1.json'), file('sonarr/api-key/2.json'));
    await cp(file('radarr/api-key/1.json'), file('sonarr/api-key/1.json'));
    for (const reference of [one, two]) {
      await expect(store.read(reference)).rejects.toMatchObject({ code: 'secret-unreadable' });
    }
    expect(await store.read(other)).toBe('other');
  });

  test('errors never show a value', async () => {
    const store = await createKeyring(folder);
    await store.write(apiKey, 'canary-4711', first);
    const error = await store.write(apiKey, 'canary-4711', first).catch((reason: unknown) => reason);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
  });

  test('old leftovers of a crash are swept at the next start, young ones are somebody’s work', async () => {
    const store = await createKeyring(folder);
    await store.write(apiKey, 'one', first);
    const old = new Date(Date.now() - 7_200_000);
    await writeFile(file('sonarr/api-key/.2.json.abc'), 'half');
    await utimes(file('sonarr/api-key/.2.json.abc'), old, old);
    await writeFile(file('sonarr/api-key/.2.json.def'), 'half');
    await createKeyring(folder);
    expect((await readdir(file('sonarr/api-key'))).toSorted()).toEqual(['.2.json.def', '1.json']);
    expect(await store.versions('sonarr')).toEqual(new Map([[apiKey, 1]]));
  });

  test('a keyring whose folder is gone is unreachable, not empty', async () => {
    const store = await createKeyring(folder);
    const reference = await store.write(apiKey, 'one', first);
    await rename(folder, `${folder}-away`);
    const outage = { code: 'secret-store-unreachable' };
    await expect(store.read(reference)).rejects.toMatchObject(outage);
    await expect(store.readNewest(apiKey)).rejects.toMatchObject(outage);
    await expect(store.versions('sonarr')).rejects.toMatchObject(outage);
    await expect(store.write(secretPath('radarr', 'key'), 'x', first)).rejects.toMatchObject(outage);
    await expect(store.remove(apiKey)).rejects.toMatchObject(outage);
    await rename(`${folder}-away`, folder);
    expect(await store.read(reference)).toBe('one');
  });

  test('a file in the place of a folder is named as the reason', async () => {
    await writeFile(folder, '');
    await expect(createKeyring(folder)).rejects.toMatchObject({
      code: 'secret-store-unreachable',
      message: expect.stringContaining('a file stands in the place of a folder'),
    });
  });

  test.skipIf(!canMount())(
    'a full disk and a read-only one are named as the reason, and old versions stay',
    async () => {
      await using disk = await smallDisk(root);
      const store = await createKeyring(join(disk.path, 'keyring'));
      const reference = await store.write(apiKey, 'one', first);
      await expect(
        store.write(apiKey, 'x'.repeat(2_000_000), { expected: 1, origin: 'task-2' }),
      ).rejects.toMatchObject({ code: 'secret-store-unreachable', message: expect.stringContaining('full') });
      expect(await store.versions('sonarr')).toEqual(new Map([[apiKey, 1]]));
      disk.remount('ro');
      await expect(store.write(apiKey, 'two', { expected: 1, origin: 'task-2' })).rejects.toMatchObject({
        code: 'secret-store-unreachable',
        message: expect.stringContaining('read-only'),
      });
      expect(await store.read(reference)).toBe('one');
      disk.remount('rw');
      await store.write(apiKey, 'two', { expected: 1, origin: 'task-2' });
    },
  );
});

describe('several processes on one keyring', () => {
  test('write every version once; killed at any moment, none loses what it acknowledged', async () => {
    const root = await mkdtemp(join(tmpdir(), 'showrunner-keyring-'));
    const folder = join(root, 'keyring');
    const acknowledged: SecretReference[] = [];
    for (let round = 0; round < 4; round += 1) {
      const names = ['red', 'green'];
      const runs = names.map((name) => writeUntilKilled(folder, `${name}-${round}`, 5 + 7 * round));
      acknowledged.push(...(await Promise.all(runs)).flat());
    }
    const store = await createKeyring(folder);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    const newest = (await store.versions('sonarr')).get(apiKey) ?? 0;
    expect(newest).toBeGreaterThanOrEqual(
      Math.max(...acknowledged.map((one) => parseSecretReference(one).version)),
    );
    for (let version = 1; version <= newest; version += 1) {
      const value = await store.read(secretReference(apiKey, version));
      expect(value).toMatch(new RegExp(`^(red|green)-\\d ${version}$`));
    }
    await rm(root, { recursive: true });
  }, 60_000);
});

/** Kills the writer with SIGKILL in the middle of what follows its nth acknowledgement. */
async function writeUntilKilled(
  folder: string,
  name: string,
  count: number,
): Promise<readonly SecretReference[]> {
  const script = join(import.meta.dirname, 'keyring-writer.ts');
  const child = spawn(process.execPath, [script, folder, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit', { signal: AbortSignal.timeout(30_000) });
  const lines: SecretReference[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line as SecretReference);
    if (lines.length === count) child.kill('SIGKILL');
  }
  await exited;
  return lines;
}

function flip(base64: string): string {
  return (base64.startsWith('A') ? 'B' : 'A') + base64.slice(1);
}

/** A file system of its own needs the right to mount, which a test of an ordinary user does not have. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function smallDisk(root: string) {
  const path = await mkdtemp(join(root, 'disk-'));
  const run = (...args: readonly string[]) => execFileSync('mount', args, { stdio: 'pipe' });
  run('-t', 'tmpfs', '-o', 'size=1m', 'showrunner-test', path);
  return {
    path,
    remount: (mode: 'ro' | 'rw') => run('-o', `remount,${mode}`, path),
    [Symbol.asyncDispose]: async () => {
      execFileSync('umount', [path]);
    },
  };
}
