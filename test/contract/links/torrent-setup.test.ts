import { describe, expect, it } from 'vitest';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import { secretPath } from '#domain/secret.ts';
import { linkEnd, loopback } from './support/ends.ts';
import { startFakeQbittorrent } from './support/fake-qbittorrent.ts';
import { createMemorySecretStore } from './support/memory-secret-store.ts';
import { skipsRealQbittorrent, startRealQbittorrent } from './support/real-qbittorrent.ts';

describe.each([
  ['fake, before 5.2', () => startFakeQbittorrent('before 5.2'), false],
  ['fake, since 5.2', () => startFakeQbittorrent('since 5.2'), false],
  ['real', startRealQbittorrent, skipsRealQbittorrent()],
] as const)('the set-up of qBittorrent (%s)', (_name, startClient, isSkipped) => {
  it.skipIf(isSkipped)('proves the login, sets the save path once, and follows later', async () => {
    await using client = await startClient();
    const { applier, link, signal } = await start(client.port, client.password);
    expect(await applier.verify(link, signal)).toMatchObject({ ok: false });
    expect(await applier.apply(link, signal)).toMatchObject({
      outcome: 'applied',
      detail: expect.stringContaining('save_path'),
    });
    expect(await applier.apply(link, signal)).toMatchObject({ outcome: 'present', created: false });
    expect(await applier.verify(link, signal)).toMatchObject({ ok: true });
    const moved = { ...link, arguments: { savePath: '/tmp/showrunner-moved' } };
    expect(await applier.apply(moved, signal)).toMatchObject({ outcome: 'applied' });
    expect(await applier.verify(moved, signal)).toMatchObject({ ok: true });
  });

  it.skipIf(isSkipped)('is login-failed with another password', async () => {
    await using client = await startClient();
    const { applier, link, signal } = await start(client.port, 'wrong-canary');
    await expect(applier.apply(link, signal)).rejects.toMatchObject({
      code: 'login-failed',
      message: 'qBittorrent does not take the password kept for "admin".',
    });
  });
});

async function start(port: number, password: string) {
  const end = linkEnd('qbittorrent', port, ['password']);
  const secrets = createMemorySecretStore();
  await secrets.put(secretPath('qbittorrent', 'password'), password);
  const applier = createLinkApplier({ addresses: loopback, secrets });
  const savePath = '/tmp/showrunner-torrents';
  const link = { kind: 'torrent-setup', consumer: end, provider: end, arguments: { savePath } } as const;
  return { applier, link, signal: AbortSignal.timeout(60_000) };
}
