import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { secretPath } from '#domain/secret.ts';
import { linkEnd } from './support/ends.ts';
import { startFakeQbittorrent } from './support/fake-qbittorrent.ts';
import { skipsRealQbittorrent, startRealQbittorrent } from './support/real-qbittorrent.ts';
import { createStack } from './support/stack.ts';

const password = secretPath('qbittorrent', 'password');
const entryShape = z.looseObject({ id: z.int(), name: z.string(), priority: z.int() });

async function start(name: 'sonarr' | 'radarr', port: number, value: string) {
  const stack = createStack();
  onTestFinished(() => stack[Symbol.asyncDispose]());
  await stack.secrets.put(password, value);
  const consumer = await stack.arr(name);
  const provider = linkEnd('qbittorrent', port, ['password']);
  const link = { kind: 'download-client', consumer, provider, arguments: { category: 'tv' } } as const;
  const path = '/api/v3/downloadclient';
  return {
    stack,
    apply: () => stack.applier.apply(link, stack.signal),
    remove: () => stack.applier.remove(link, stack.signal),
    verify: () => stack.applier.verify(link, stack.signal),
    stored: async () => z.array(entryShape).parse(await stack.byHand(consumer, path)),
    changeByHand: (entry: { readonly id: number; readonly priority: number }) =>
      stack.byHand(consumer, `${path}/${entry.id}?forceSave=true`, { method: 'PUT', body: entry }),
  };
}

describe.each([
  ['sonarr', 'before 5.2'],
  ['radarr', 'since 5.2'],
] as const)('the download client of %s, with qBittorrent %s', (name, era) => {
  it('is made once, kept as a person changes it, follows a rotation, and can be taken back', async () => {
    await using qbittorrent = await startFakeQbittorrent(era);
    const { apply, verify, remove, stored, changeByHand, stack } = await start(
      name,
      qbittorrent.port,
      qbittorrent.password,
    );

    expect(await verify()).toMatchObject({ ok: false });
    expect(await apply()).toMatchObject({ outcome: 'applied', created: true });
    expect(qbittorrent.categories).toEqual(['tv']);
    expect(await apply()).toMatchObject({ outcome: 'present', created: false });
    expect(await verify()).toMatchObject({ ok: true });

    qbittorrent.password = 'rotated-canary-password';
    expect(await verify()).toMatchObject({
      ok: false,
      detail: expect.stringContaining('Authentication failure'),
    });
    await stack.secrets.put(password, qbittorrent.password);
    expect(await apply()).toMatchObject({ outcome: 'applied', detail: expect.stringContaining('password') });
    expect(await verify()).toMatchObject({ ok: true });

    const [entry] = z.tuple([entryShape]).parse(await stored());
    await changeByHand({ ...entry, priority: 7 });
    expect(await apply()).toMatchObject({ outcome: 'kept', detail: expect.stringMatching(/: priority$/) });
    expect(await stored()).toEqual([{ ...entry, priority: 7 }]);

    expect(await remove()).toMatchObject({ outcome: 'applied' });
    expect(await stored()).toEqual([]);
    expect(await remove()).toMatchObject({ outcome: 'present' });
  });
});

describe('a refused download client', () => {
  it('is link-refused in the application’s words, leaves nothing, and tells no secret', async () => {
    await using qbittorrent = await startFakeQbittorrent('since 5.2');
    const { apply, stored } = await start('sonarr', qbittorrent.port, 'wrong-canary');
    const failed = apply();
    await expect(failed).rejects.toMatchObject({
      code: 'link-refused',
      message: 'Sonarr refused: Username: Authentication failure Please verify your username and password.',
    });
    expect(JSON.stringify(await failed.catch((error: unknown) => error))).not.toContain('canary');
    expect(await stored()).toEqual([]);
  });
});

describe.skipIf(skipsRealQbittorrent())('the real qBittorrent as a download client', () => {
  it('passes the test, which makes its category', async () => {
    await using qbittorrent = await startRealQbittorrent();
    const { apply, verify } = await start('sonarr', qbittorrent.port, qbittorrent.password);
    expect(await apply()).toMatchObject({ outcome: 'applied', created: true });
    expect(await apply()).toMatchObject({ outcome: 'present' });
    expect(await verify()).toMatchObject({ ok: true });
  });
});
