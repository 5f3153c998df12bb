import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import { secretPath, secretReference } from '#domain/secret.ts';
import { linkEnd, loopback } from '#test/contract/links/support/ends.ts';
import { createMemorySecretStore } from '#test/contract/links/support/memory-secret-store.ts';
import { fakeApps } from './support/fake-app.ts';
import { fakeArr } from './support/fake-arr.ts';

const password = secretPath('qbittorrent', 'password');
const sonarr = linkEnd('sonarr', 8989, ['api-key']);
const qbittorrent = { ...linkEnd('qbittorrent', 8080, ['password']), hostname: 'vpn' };
const link = {
  kind: 'download-client',
  consumer: sonarr,
  provider: qbittorrent,
  arguments: { category: 'tv' },
} as const;
const { signal } = new AbortController();
const refusal = {
  status: 400,
  json: [{ propertyName: 'Username', errorMessage: 'Authentication failure for canary-password' }],
};

afterEach(() => vi.unstubAllGlobals());

/** Sonarr before 4.0.17 has no field for an API key of qBittorrent. */
function oldTemplate() {
  const names = ['host', 'port', 'useSsl', 'urlBase', 'username', 'password', 'tvCategory', 'initialState'];
  return {
    implementation: 'QBittorrent',
    configContract: 'QBittorrentSettings',
    enable: true,
    protocol: 'torrent',
    priority: 1,
    removeCompletedDownloads: false,
    removeFailedDownloads: false,
    tags: [],
    fields: names.map((name) => ({ name })),
  };
}

interface StartOptions {
  readonly handling?: boolean;
  readonly task?: () => string | undefined;
  readonly template?: ReturnType<typeof oldTemplate>;
}

async function start(options: StartOptions = {}) {
  const { handling = true, task = () => 'task-1', template = oldTemplate() } = options;
  const config = { id: 1, enableCompletedDownloadHandling: handling, autoRedownloadFailed: true };
  const arr = fakeArr({
    appName: 'Sonarr',
    api: 'v3',
    resource: 'downloadclient',
    template,
    secretFields: ['password'],
    more: {
      'GET /api/v3/config/downloadclient': () => ({ json: config }),
      'PUT /api/v3/config/downloadclient/1': ({ body }) => ({
        json: Object.assign(config, JSON.parse(body)),
      }),
    },
  });
  const apps = fakeApps({ 8989: arr.plan });
  const secrets = createMemorySecretStore();
  await secrets.put(secretPath('sonarr', 'api-key'), 'canary-key');
  await secrets.put(password, 'canary-password');
  const applier = createLinkApplier({ addresses: loopback, secrets, task });
  return { arr, apps, secrets, config, applier, apply: () => applier.apply(link, signal) };
}

describe('a download client that is not there', () => {
  it('is made from the application’s own template, tested by it, and read back', async () => {
    const { apply, arr, apps } = await start();
    expect(await apply()).toEqual({
      outcome: 'applied',
      created: true,
      detail: 'download client "qBittorrent" made and tested',
    });
    expect(apps.paths()).toEqual([
      'GET /api/v3/system/status',
      'GET /api/v3/downloadclient',
      'GET /api/v3/downloadclient/schema',
      'GET /api/v3/config/downloadclient',
      'POST /api/v3/downloadclient',
      'GET /api/v3/downloadclient',
    ]);
    expect(arr.entries[0]).toMatchObject({
      name: 'qBittorrent',
      enable: true,
      removeCompletedDownloads: true,
    });
    expect(arr.field('host')).toBe('vpn');
    expect(arr.field('tvCategory')).toBe('tv');
    expect(arr.field('password')).toBe('canary-password');
  });

  it('has a key field left empty where the version has one, since login and key exclude each other', async () => {
    const template = oldTemplate();
    const { apply, arr } = await start({
      template: { ...template, fields: [...template.fields, { name: 'apiKey' }] },
    });
    await apply();
    expect(arr.field('apiKey')).toBe('');
  });

  it('switches completed download handling on where it is off', async () => {
    const { apply, config } = await start({ handling: false });
    await apply();
    expect(config).toEqual({ id: 1, enableCompletedDownloadHandling: true, autoRedownloadFailed: true });
  });

  it('takes another name where a person’s own entry has the usual one', async () => {
    const { apply, arr } = await start();
    arr.entries.push({ id: 9, name: 'QBITTORRENT', implementation: 'Transmission', fields: [] });
    await apply();
    expect(arr.entries.map((entry) => entry.name)).toContain('qBittorrent (Showrunner)');
  });

  it('is link-refused with the application’s words and without the password, and owned by the next attempt', async () => {
    const { apply, arr } = await start();
    arr.refusal = refusal;
    await expect(apply()).rejects.toMatchObject({
      code: 'link-refused',
      message: 'Sonarr refused: Username: Authentication failure for [secret]',
    });
    arr.refusal = undefined;
    await expect(apply()).resolves.toMatchObject({ outcome: 'applied', created: true });
  });

  it('is link-refused where the version does not know such a client', async () => {
    const { apply } = await start({ template: { ...oldTemplate(), implementation: 'Transmission' } });
    await expect(apply()).rejects.toThrow('Sonarr 4.0.19 does not know QBittorrent as downloadclient.');
  });
});

describe('a download client that is there', () => {
  it('is tested and left as it is', async () => {
    const { apply, apps } = await start({ task: () => undefined });
    await apply();
    const before = apps.calls.length;
    expect(await apply()).toMatchObject({ outcome: 'present', created: false });
    expect(apps.paths().slice(before)).not.toContainEqual(
      expect.stringMatching(/^PUT|POST .*downloadclient$/),
    );
    expect(apps.paths().at(-1)).toBe('POST /api/v3/downloadclient/test');
  });

  it('counts as created for every attempt of the task that made it, and for no other', async () => {
    const tasks = ['task-1', 'task-1', 'task-2'];
    const { apply } = await start({ task: () => tasks.shift() });
    await apply();
    expect(await apply()).toMatchObject({ outcome: 'present', created: true });
    expect(await apply()).toMatchObject({ outcome: 'present', created: false });
  });

  it('is adopted where the attempt that made it died before it could note its id', async () => {
    const { apply, secrets } = await start();
    await apply();
    const [record = secretPath('none', 'none')] = [...(await secrets.versions('showrunner-links')).keys()];
    const intent = await secrets.read(secretReference(record, 1));
    await secrets.put(record, intent);
    expect(await apply()).toMatchObject({ outcome: 'present', created: true });
  });

  it('gets a rotated password although the application masks it', async () => {
    const { apply, arr, secrets } = await start();
    await apply();
    await secrets.put(password, 'canary-rotated');
    expect(await apply()).toMatchObject({
      outcome: 'applied',
      detail: 'download client "qBittorrent" brought up to date: password',
    });
    expect(arr.field('password')).toBe('canary-rotated');
    expect(await apply()).toMatchObject({ outcome: 'present' });
  });

  it('follows what Showrunner itself wants otherwise now', async () => {
    const { apply, arr, applier } = await start();
    await apply();
    const moved = { ...link, provider: { ...qbittorrent, hostname: 'qbittorrent' } };
    expect(await applier.apply(moved, signal)).toMatchObject({
      outcome: 'applied',
      detail: expect.stringContaining('brought up to date: host'),
    });
    expect(arr.field('host')).toBe('qbittorrent');
  });

  it('keeps what a person changed, names it, and stays so the next time', async () => {
    const { apply, arr, config } = await start({ task: () => undefined });
    await apply();
    arr.change('priority', 5);
    arr.change('tvCategory', 'mine');
    config.enableCompletedDownloadHandling = false;
    const kept = {
      outcome: 'kept',
      created: false,
      detail:
        'download client "qBittorrent" was changed by hand and stays so: ' +
        'enableCompletedDownloadHandling, priority, tvCategory',
    };
    expect(await apply()).toEqual(kept);
    expect(await apply()).toEqual(kept);
    expect(arr.entries[0]?.priority).toBe(5);
  });

  it('still gets a rotated password where a person changed something else', async () => {
    const { apply, arr, secrets } = await start();
    await apply();
    arr.change('priority', 5);
    await secrets.put(password, 'canary-rotated');
    expect(await apply()).toMatchObject({
      outcome: 'kept',
      detail: expect.stringMatching(/priority; brought up to date: password$/),
    });
    expect(arr.field('password')).toBe('canary-rotated');
    expect(arr.entries[0]?.priority).toBe(5);
  });

  it.each(['host', 'username'])('sends no password once a person changed its %s', async (field) => {
    const { apply, arr, secrets } = await start();
    await apply();
    arr.change(field, 'mine');
    await secrets.put(password, 'canary-rotated');
    expect(await apply()).toMatchObject({ outcome: 'kept', detail: expect.stringContaining(field) });
    expect(arr.field('password')).toBe('canary-password');
  });

  it('is given its password again where its test fails, and is link-refused where that does not help', async () => {
    const { apply, arr } = await start();
    await apply();
    arr.change('password', 'restored from an old backup');
    const { plan } = arr;
    const passes = () => arr.field('password') === 'canary-password';
    const tested = vi.fn(() => (passes() ? { json: {} } : refusal));
    fakeApps({ 8989: { ...plan, 'POST /api/v3/downloadclient/test': tested } });
    expect(await apply()).toMatchObject({ outcome: 'applied' });
    expect(tested).toHaveBeenCalledTimes(2);
    fakeApps({ 8989: { ...plan, 'POST /api/v3/downloadclient/test': refusal } });
    await expect(apply()).rejects.toMatchObject({
      code: 'link-refused',
      message:
        'The download client "qBittorrent" fails its test: Username: Authentication failure for [secret]',
    });
  });

  it('is left alone where a person made it before, and no second one is made beside it', async () => {
    const { apply, arr } = await start();
    await apply();
    const second = await start();
    second.arr.entries.push({
      ...structuredClone(arr.entries[0] ?? oldTemplate()),
      name: 'Torrents',
      priority: 3,
    });
    fakeApps({ 8989: second.arr.plan });
    expect(await second.apply()).toEqual({
      outcome: 'kept',
      created: false,
      detail: 'the download client "Torrents" was made by hand and stays as it is: priority',
    });
    second.arr.change('priority', 1);
    expect(await second.apply()).toMatchObject({ outcome: 'present', created: false });
    expect(second.arr.entries).toHaveLength(1);
  });
});

describe('taking a download client back', () => {
  it('removes what Showrunner made, and is done where it is gone', async () => {
    const { apply, applier, arr } = await start();
    await apply();
    expect(await applier.remove(link, signal)).toMatchObject({ outcome: 'applied' });
    expect(arr.entries).toEqual([]);
    expect(await applier.remove(link, signal)).toMatchObject({ outcome: 'present' });
  });

  it('works without the other end’s secret, which may be gone first', async () => {
    const { apply, applier, arr, secrets } = await start();
    await apply();
    await secrets.remove(password);
    await applier.remove(link, signal);
    expect(arr.entries).toEqual([]);
  });

  it('leaves an entry that a person pointed elsewhere', async () => {
    const { apply, applier, arr } = await start();
    await apply();
    arr.change('host', 'mine');
    expect(await applier.remove(link, signal)).toMatchObject({ outcome: 'kept' });
    expect(arr.entries).toHaveLength(1);
  });

  it('leaves an entry that Showrunner did not make', async () => {
    const { applier, arr } = await start();
    arr.entries.push({ ...oldTemplate(), id: 1, name: 'qBittorrent' });
    expect(await applier.remove(link, signal)).toMatchObject({ outcome: 'present' });
    expect(arr.entries).toHaveLength(1);
  });
});
