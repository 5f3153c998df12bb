import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import type { LinkOf } from '#adapters/apps/open-link.ts';
import { secretPath } from '#domain/secret.ts';
import { linkEnd, loopback } from '#test/contract/links/support/ends.ts';
import { createMemorySecretStore } from '#test/contract/links/support/memory-secret-store.ts';
import { fakeApps } from './support/fake-app.ts';
import { fakeArr } from './support/fake-arr.ts';

const sonarr = { ...linkEnd('sonarr', 8989, ['api-key'], 'anime'), hostname: 'anime' };
const prowlarr = { ...linkEnd('prowlarr', 9696, ['api-key']), hostname: 'prowlarr' };
const link = { kind: 'indexer-application', consumer: sonarr, provider: prowlarr, arguments: {} } as const;
const { signal } = new AbortController();

afterEach(() => vi.unstubAllGlobals());

async function start(asked: LinkOf<'indexer-application'> = link) {
  const arr = fakeArr({
    appName: 'Prowlarr',
    api: 'v1',
    resource: 'applications',
    template: {
      implementation: 'Sonarr',
      configContract: 'SonarrSettings',
      syncLevel: 'disabled',
      tags: [],
      fields: [
        { name: 'prowlarrUrl' },
        { name: 'baseUrl' },
        { name: 'apiKey' },
        { name: 'syncCategories', value: [5000, 5010] },
      ],
    },
    secretFields: ['apiKey'],
    more: { 'POST /api/v1/command': { status: 201, json: { id: 1 } } },
  });
  const apps = fakeApps({
    [asked.provider.at?.port ?? 9696]: arr.plan,
    8989: {
      'GET /api/v3/system/status': { status: 307, headers: { location: '/tv/api/v3/system/status' } },
      'GET /tv/api/v3/system/status': { json: { appName: 'Sonarr', version: '4.0.19' } },
    },
  });
  const secrets = createMemorySecretStore();
  await secrets.put(secretPath('prowlarr', 'api-key'), 'canary-prowlarr');
  await secrets.put(secretPath('anime', 'api-key'), 'canary-sonarr');
  const applier = createLinkApplier({ addresses: loopback, secrets });
  return { arr, apps, secrets, apply: () => applier.apply(asked, signal) };
}

describe('an application of Prowlarr', () => {
  it('has both addresses as the programs see each other, with their URL bases', async () => {
    const { apply, arr } = await start();
    expect(await apply()).toMatchObject({ outcome: 'applied', created: true });
    expect(arr.entries[0]).toMatchObject({ name: 'Sonarr (anime)', syncLevel: 'fullSync' });
    expect(arr.field('prowlarrUrl')).toBe('http://prowlarr:9696');
    expect(arr.field('baseUrl')).toBe('http://anime:8989/tv');
    expect(arr.field('apiKey')).toBe('canary-sonarr');
    expect(arr.field('syncCategories')).toEqual([5000, 5010]);
  });

  it('on another host is called at that host’s address, and both are told where the other is published', async () => {
    const consumer = { ...sonarr, at: { address: '10.200.0.1', port: 28989 } };
    const provider = { ...prowlarr, at: { address: '10.200.0.2', port: 29696 } };
    const { apply, apps, arr } = await start({ ...link, consumer, provider });
    expect(await apply()).toMatchObject({ outcome: 'applied' });
    expect(arr.field('prowlarrUrl')).toBe('http://10.200.0.2:29696');
    expect(arr.field('baseUrl')).toBe('http://10.200.0.1:28989/tv');
    expect(new Set(apps.paths().map((path) => path.split('/api')[0]))).not.toContain(
      'http://10.200.0.1:28989',
    );
  });

  it('is followed by a sync of the indexers, and only after a change', async () => {
    const { apply, apps, secrets } = await start();
    await apply();
    expect(apps.sent('POST /api/v1/command')).toEqual({ name: 'ApplicationIndexerSync', forceSync: true });
    const commands = () => apps.paths().filter((path) => path.endsWith('/command')).length;
    await apply();
    expect(commands()).toBe(1);
    await secrets.put(secretPath('anime', 'api-key'), 'canary-rotated');
    await apply();
    expect(commands()).toBe(2);
  });
});
