import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import { secretPath } from '#domain/secret.ts';
import { linkEnd, loopback } from '#test/contract/links/support/ends.ts';
import { createMemorySecretStore } from '#test/contract/links/support/memory-secret-store.ts';
import { fakeApps } from './support/fake-app.ts';
import { fakeJellyfin } from './support/fake-jellyfin.ts';

const jellyfin = linkEnd('jellyfin', 8096, ['admin-password', 'api-key']);
const library = { name: 'TV', type: 'tvshows', path: '/data/media/tv' } as const;
const link = {
  kind: 'media-server-setup',
  consumer: jellyfin,
  provider: jellyfin,
  arguments: { libraries: [library] },
} as const;
const apiKeyPath = secretPath('jellyfin', 'api-key');
const password = 'canary-password';
const { signal } = new AbortController();

afterEach(() => vi.unstubAllGlobals());

async function start(version = '10.11.11') {
  const server = fakeJellyfin(version);
  const apps = fakeApps({ 8096: server.plan });
  const secrets = createMemorySecretStore();
  await secrets.put(secretPath('jellyfin', 'admin-password'), password);
  const applier = createLinkApplier({ addresses: loopback, secrets, task: () => 'task-1' });
  return { server, apps, secrets, applier, apply: () => applier.apply(link, signal) };
}

describe('a new Jellyfin', () => {
  it.each(['10.11.11', '12.0.0'])('goes through the wizard of %s in its order, once', async (version) => {
    const { apply, apps, server, secrets } = await start(version);
    expect(await apply()).toEqual({
      outcome: 'applied',
      created: true,
      detail: 'first-run wizard finished; API key stored; libraries written: TV',
    });
    expect(apps.paths()).toEqual([
      'GET /health',
      'GET /System/Info/Public',
      'GET /Startup/Configuration',
      'POST /Startup/Configuration',
      'GET /Startup/User',
      'POST /Startup/User',
      'POST /Startup/RemoteAccess',
      'POST /Startup/Complete',
      'POST /Users/AuthenticateByName',
      'GET /Auth/Keys',
      'POST /Auth/Keys?app=Showrunner',
      'GET /Auth/Keys',
      'GET /Library/VirtualFolders',
      'POST /Library/VirtualFolders?name=TV&collectionType=tvshows&paths=%2Fdata%2Fmedia%2Ftv&refreshLibrary=false',
      'GET /Library/VirtualFolders',
      'POST /Library/Refresh',
    ]);
    expect(server.password).toBe(password);
    expect((await secrets.readNewest(apiKeyPath))?.value).toBe('canary-key-1');
    expect(await secrets.originOf(apiKeyPath)).toBe('task-1');
  });

  it('is found in place the second time, with one key and one library', async () => {
    const { apply, applier, server } = await start();
    await apply();
    expect(await apply()).toMatchObject({ outcome: 'present' });
    expect(server.keys).toHaveLength(1);
    expect(server.folders.map(({ Name }) => Name)).toEqual(['TV']);
    expect(await applier.verify(link, signal)).toMatchObject({ ok: true });
  });

  it('is app-unreachable until it is healthy: before, it would call a finished wizard open', async () => {
    const { apply, server, apps } = await start();
    server.health = 'Degraded';
    await expect(apply()).rejects.toMatchObject({ code: 'app-unreachable' });
    expect(apps.paths()).toEqual(['GET /health']);
  });

  it('tells what the wizard refused, without the password', async () => {
    const { apply, server } = await start();
    server.wizardRefusal = `no user with ${password}`;
    await expect(apply()).rejects.toMatchObject({
      code: 'link-refused',
      message: "Jellyfin's first-run wizard refused /Startup/User: no user with [secret] (HTTP 400)",
    });
  });
});

describe('a Jellyfin that a person set up', () => {
  it('is kept where the stored key works, although the password is another', async () => {
    const { apply, applier, server } = await start();
    await apply();
    server.password = 'changed by hand';
    expect(await apply()).toMatchObject({
      outcome: 'kept',
      detail: expect.stringContaining('the administrator’s password is not the one that Showrunner keeps'),
    });
    expect(await applier.verify(link, signal)).toMatchObject({ ok: false });
  });

  it('is login-failed without a key, and says what to do', async () => {
    const { apply, server } = await start();
    server.wizardCompleted = true;
    server.password = 'chosen by hand';
    const failed = apply();
    await expect(failed).rejects.toMatchObject({ code: 'login-failed' });
    await expect(failed).rejects.toThrow(/jellyfin\/admin-password, or an API key .* as jellyfin\/api-key/);
    await expect(failed).rejects.not.toThrow('canary');
  });

  it('is entered with a key that the person stored', async () => {
    const { apply, server, secrets } = await start();
    server.wizardCompleted = true;
    server.password = 'chosen by hand';
    server.keys.push({ AppName: 'mine', AccessToken: 'canary-entered' });
    await secrets.put(apiKeyPath, 'canary-entered');
    expect(await apply()).toMatchObject({
      outcome: 'kept',
      detail: expect.stringContaining('libraries written: TV'),
    });
  });

  it('may be finished by the person in the middle of the wizard', async () => {
    const { apply, server } = await start();
    server.closesAt = 'POST /Startup/User';
    server.password = password;
    expect(await apply()).toMatchObject({ outcome: 'applied', created: false });
  });

  it('gives its key of our name again where the stored one was revoked', async () => {
    const { apply, server, secrets } = await start();
    await apply();
    server.keys.splice(0, 1, { AppName: 'Showrunner', AccessToken: 'canary-other' });
    expect(await apply()).toMatchObject({ outcome: 'applied', detail: 'API key stored' });
    expect((await secrets.readNewest(apiKeyPath))?.value).toBe('canary-other');
    expect(server.keys).toHaveLength(1);
  });
});

describe('the libraries of Jellyfin', () => {
  it.each([
    [
      'of another type',
      { Name: 'tv', CollectionType: 'movies', Locations: [library.path] },
      'is of type movies',
    ],
    [
      'of other folders',
      { Name: 'TV', CollectionType: 'tvshows', Locations: ['/mnt'] },
      'does not have /data',
    ],
    ['of another name', { Name: 'Serien', CollectionType: 'tvshows', Locations: [library.path] }, '"Serien"'],
  ])('are kept where a person has one %s', async (_what, folder, words) => {
    const { apply, server } = await start();
    server.folders.push(folder);
    expect(await apply()).toMatchObject({ outcome: 'kept', detail: expect.stringContaining(words) });
    expect(server.folders).toEqual([folder]);
  });

  it('move with the folder that Showrunner wants now, where the old one was its own', async () => {
    const { apply, applier, server } = await start();
    await apply();
    const moved = { ...link, arguments: { libraries: [{ ...library, path: '/data/media/series' }] } };
    expect(await applier.apply(moved, signal)).toMatchObject({ outcome: 'applied' });
    expect(server.folders).toEqual([
      { Name: 'TV', CollectionType: 'tvshows', Locations: ['/data/media/series'] },
    ]);
  });

  it('are read back: an accepted library that is not there is link-refused', async () => {
    const { apply, server } = await start();
    server.forgetsLibraries = true;
    await expect(apply()).rejects.toMatchObject({
      code: 'link-refused',
      message: 'Jellyfin did not keep its libraries: library "TV" is missing.',
    });
  });

  it('stay when the link is taken back', async () => {
    const { applier } = await start();
    expect(await applier.remove(link, signal)).toMatchObject({ outcome: 'kept', created: false });
  });
});
