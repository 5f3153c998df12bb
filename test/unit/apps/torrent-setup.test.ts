import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import { secretPath } from '#domain/secret.ts';
import { linkEnd, loopback } from '#test/contract/links/support/ends.ts';
import { createMemorySecretStore } from '#test/contract/links/support/memory-secret-store.ts';
import { fakeApps, type Reply } from './support/fake-app.ts';

const qbittorrent = linkEnd('qbittorrent', 8080, ['password']);
const savePath = '/data/torrents';
const link = {
  kind: 'torrent-setup',
  consumer: qbittorrent,
  provider: qbittorrent,
  arguments: { savePath },
} as const;
const { signal } = new AbortController();

const before52: Reply = { text: 'Ok.', headers: { 'set-cookie': 'SID=abc; HttpOnly; path=/' } };
const since52: Reply = { status: 204, headers: { 'set-cookie': 'QBT_SID_8080=abc; HttpOnly; path=/' } };

afterEach(() => vi.unstubAllGlobals());

async function start({ login = before52, save_path = '/downloads/', max_ratio_act = 0, torrents = 0 } = {}) {
  const preferences = { save_path, max_ratio_act };
  const apps = fakeApps({
    8080: {
      'POST /api/v2/auth/login': login,
      'GET /api/v2/app/version': { text: 'v4.5.2' },
      'GET /api/v2/app/preferences': () => ({ json: preferences }),
      'POST /api/v2/app/setPreferences': ({ body }) => {
        Object.assign(preferences, JSON.parse(new URLSearchParams(body).get('json') ?? '{}'));
        return {};
      },
      'GET /api/v2/torrents/info?limit=1': { json: Array.from({ length: torrents }, () => ({ hash: 'x' })) },
    },
  });
  const secrets = createMemorySecretStore();
  await secrets.put(secretPath('qbittorrent', 'password'), 'canary-password');
  const applier = createLinkApplier({ addresses: loopback, secrets });
  return { preferences, apps, applier, apply: () => applier.apply(link, signal) };
}

describe('the login to qBittorrent', () => {
  it.each([
    ['before 5.2: 200 Ok. and SID', before52, 'SID=abc'],
    ['since 5.2: 204 and QBT_SID_<port>', since52, 'QBT_SID_8080=abc'],
  ])('is taken in the form %s', async (_form, login, cookie) => {
    const { applier, apps } = await start({ login, save_path: savePath });
    expect(await applier.verify(link, signal)).toMatchObject({ ok: true });
    expect(apps.calls[0]?.body).toBe('username=admin&password=canary-password');
    expect(apps.calls.at(-1)?.headers.get('cookie')).toBe(cookie);
  });

  it.each([
    ['200 Fails., before 5.2', { text: 'Fails.' }, 'does not take the password'],
    ['401, since 5.2', { status: 401 }, 'does not take the password'],
    ['403, a ban', { status: 403, text: 'Your IP address has been banned' }, 'has banned this address'],
  ])('is login-failed on %s', async (_what, login, words) => {
    const { apply } = await start({ login });
    const failed = apply();
    await expect(failed).rejects.toMatchObject({
      code: 'login-failed',
      message: expect.stringContaining(words),
    });
    await expect(failed).rejects.not.toThrow('canary');
  });
});

describe('the settings of qBittorrent', () => {
  it('are set in a client that nobody uses yet, and read back', async () => {
    const { apply, preferences } = await start({ max_ratio_act: 1 });
    expect(await apply()).toEqual({
      outcome: 'applied',
      created: true,
      detail: 'qBittorrent v4.5.2: login proven; written: removes_at_ratio, save_path',
    });
    expect(preferences).toEqual({ save_path: savePath, max_ratio_act: 0 });
    expect(await apply()).toMatchObject({ outcome: 'present', created: false });
  });

  it('are left alone in a client that holds torrents already', async () => {
    const { apply, preferences } = await start({ save_path: '/mnt/mine', torrents: 1 });
    expect(await apply()).toMatchObject({ outcome: 'kept', detail: expect.stringContaining('save_path') });
    expect(preferences.save_path).toBe('/mnt/mine');
  });

  it('are kept as a person changed them later, removal at the ratio too', async () => {
    const { apply, applier, preferences } = await start();
    await apply();
    preferences.max_ratio_act = 3;
    expect(await apply()).toMatchObject({
      outcome: 'kept',
      detail: expect.stringContaining('removes_at_ratio'),
    });
    expect(await applier.verify(link, signal)).toEqual({
      ok: false,
      detail: 'qBittorrent differs: removes_at_ratio',
    });
    expect(preferences.max_ratio_act).toBe(3);
  });

  it('leave every action at the ratio to the person that does not remove', async () => {
    const { apply, preferences } = await start({ save_path: `${savePath}/`, max_ratio_act: 2 });
    expect(await apply()).toMatchObject({ outcome: 'present' });
    expect(preferences).toEqual({ save_path: `${savePath}/`, max_ratio_act: 2 });
  });

  it('stay when the link is taken back', async () => {
    const { applier } = await start();
    expect(await applier.remove(link, signal)).toMatchObject({ outcome: 'kept', created: false });
  });
});
