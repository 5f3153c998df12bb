import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import { secretPath } from '#domain/secret.ts';
import { linkEnd, loopback } from '#test/contract/links/support/ends.ts';
import { createMemorySecretStore } from '#test/contract/links/support/memory-secret-store.ts';
import { fakeApps, type Plan } from './support/fake-app.ts';
import { fakeArr } from './support/fake-arr.ts';

const radarr = linkEnd('radarr', 7878, ['api-key']);
const jellyfin = { ...linkEnd('jellyfin', 8096, ['api-key']), hostname: 'jellyfin' };
const link = { kind: 'media-connection', consumer: radarr, provider: jellyfin, arguments: {} } as const;
const { signal } = new AbortController();

afterEach(() => vi.unstubAllGlobals());

const flags = ['onGrab', 'onDownload', 'onUpgrade', 'onRename', 'onMovieDelete', 'onMovieFileDelete'];
const fields = ['host', 'port', 'useSsl', 'urlBase', 'apiKey', 'notify', 'updateLibrary', 'mapFrom'];

function jellyfinPlan(version: string, configuration: Record<string, unknown> = {}): Plan {
  return {
    'GET /health': { text: 'Healthy' },
    'GET /System/Info/Public': { json: { Version: version, StartupWizardCompleted: true } },
    'GET /System/Configuration': () => ({ json: configuration }),
    'POST /System/Configuration': ({ body }) => {
      Object.assign(configuration, JSON.parse(body));
      return { status: 204 };
    },
  };
}

async function start(plan: Plan) {
  const arr = fakeArr({
    appName: 'Radarr',
    api: 'v3',
    resource: 'notification',
    template: {
      implementation: 'MediaBrowser',
      configContract: 'MediaBrowserSettings',
      tags: [],
      ...Object.fromEntries(flags.map((flag) => [flag, false])),
      fields: fields.map((name) => ({ name })),
    },
    secretFields: ['apiKey'],
  });
  const apps = fakeApps({ 7878: arr.plan, 8096: plan });
  const secrets = createMemorySecretStore();
  await secrets.put(secretPath('radarr', 'api-key'), 'canary-radarr');
  await secrets.put(secretPath('jellyfin', 'api-key'), 'canary-jellyfin');
  const applier = createLinkApplier({ addresses: loopback, secrets });
  return { arr, apps, applier, apply: () => applier.apply(link, signal) };
}

describe('the connection of Radarr to Jellyfin', () => {
  it('reports every change of files that this version knows, and nothing else', async () => {
    const { apply, arr } = await start(jellyfinPlan('10.11.11'));
    expect(await apply()).toMatchObject({ outcome: 'applied', created: true });
    expect(arr.entries[0]).toMatchObject({
      name: 'Jellyfin',
      onDownload: true,
      onMovieDelete: true,
      onGrab: false,
    });
    expect(arr.entries[0]).not.toHaveProperty('onMovieFileDeleteForUpgrade');
    expect(['host', 'port', 'apiKey', 'notify', 'updateLibrary'].map((name) => arr.field(name))).toEqual([
      'jellyfin',
      8096,
      'canary-jellyfin',
      false,
      true,
    ]);
  });

  it('does not touch the configuration of Jellyfin 10', async () => {
    const { apply, apps } = await start(jellyfinPlan('10.11.11'));
    await apply();
    expect(apps.paths().filter((path) => path.includes('Configuration'))).toEqual([]);
  });

  it('switches legacy authorization on in Jellyfin 12, keeping everything else of its configuration', async () => {
    const configuration = { EnableLegacyAuthorization: false, EnableMetrics: true };
    const { apply } = await start(jellyfinPlan('12.0.0', configuration));
    await apply();
    expect(configuration).toEqual({ EnableLegacyAuthorization: true, EnableMetrics: true });
    expect(await apply()).toMatchObject({ outcome: 'present' });
  });

  it('follows an update of Jellyfin to 12', async () => {
    const configuration = { EnableLegacyAuthorization: false };
    const { apply, arr } = await start(jellyfinPlan('10.11.11'));
    await apply();
    fakeApps({ 7878: arr.plan, 8096: jellyfinPlan('12.0.0', configuration) });
    expect(await apply()).toMatchObject({
      outcome: 'applied',
      detail: 'connection "Jellyfin" brought up to date: EnableLegacyAuthorization',
    });
    expect(configuration.EnableLegacyAuthorization).toBe(true);
  });

  it('is kept and named where a person switched legacy authorization off again', async () => {
    const configuration = { EnableLegacyAuthorization: false };
    const { apply, applier } = await start(jellyfinPlan('12.0.0', configuration));
    await apply();
    configuration.EnableLegacyAuthorization = false;
    expect(await apply()).toMatchObject({
      outcome: 'kept',
      detail: expect.stringContaining('EnableLegacyAuthorization'),
    });
    expect(await applier.verify(link, signal)).toEqual({
      ok: false,
      detail: 'the connection "Jellyfin" differs: EnableLegacyAuthorization',
    });
  });

  it('uses the base URL that Jellyfin redirects to', async () => {
    const plan = jellyfinPlan('10.11.11');
    const { apply, arr } = await start({
      'GET /health': { status: 302, headers: { location: '/media/health' } },
      'GET /media/health': { text: 'Healthy' },
      'GET /media/System/Info/Public': plan['GET /System/Info/Public'] ?? {},
    });
    await apply();
    expect(arr.field('urlBase')).toBe('/media');
  });

  it('is app-unreachable while Jellyfin migrates, whatever the status says', async () => {
    const { apply } = await start({ 'GET /health': { status: 200, text: 'Degraded' } });
    await expect(apply()).rejects.toMatchObject({
      code: 'app-unreachable',
      message: 'Jellyfin is still starting (HTTP 200 Degraded).',
    });
  });
});
