import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import { secretPath } from '#domain/secret.ts';
import { linkEnd, loopback } from '#test/contract/links/support/ends.ts';
import { createMemorySecretStore } from '#test/contract/links/support/memory-secret-store.ts';
import { fakeApps, type Plan } from './support/fake-app.ts';

const apiKey = 'canary-sonarr-key';
const sonarr = linkEnd('sonarr', 8989, ['api-key']);
const path = '/data/media/tv';
const link = { kind: 'root-folder', consumer: sonarr, provider: sonarr, arguments: { path } } as const;
const status = { json: { appName: 'Sonarr', version: '4.0.19.2979' } };
const { signal } = new AbortController();

afterEach(() => vi.unstubAllGlobals());

async function applierWith(plan: Plan) {
  const apps = fakeApps({ 8989: plan });
  const secrets = createMemorySecretStore();
  await secrets.put(secretPath('sonarr', 'api-key'), apiKey);
  return { apps, applier: createLinkApplier({ addresses: loopback, secrets }) };
}

describe('a client of the *arr family', () => {
  it('sends its key as X-Api-Key on every call', async () => {
    const { apps, applier } = await applierWith({
      'GET /api/v3/system/status': status,
      'GET /api/v3/rootfolder': { json: [{ id: 1, path: `${path}/`, accessible: true }] },
    });
    await expect(applier.apply(link, signal)).resolves.toMatchObject({ outcome: 'present' });
    expect(apps.calls.map((call) => call.headers.get('x-api-key'))).toEqual([apiKey, apiKey]);
  });

  it('reads the URL base from the redirect and uses it from then on', async () => {
    const { apps, applier } = await applierWith({
      'GET /api/v3/system/status': { status: 307, headers: { location: '/tv/api/v3/system/status' } },
      'GET /tv/api/v3/system/status': status,
      'GET /tv/api/v3/rootfolder': { json: [{ id: 1, path, accessible: true }] },
    });
    await expect(applier.verify(link, signal)).resolves.toMatchObject({ ok: true });
    expect(apps.paths()).toHaveLength(3);
  });

  it.each([
    ['login-failed', { status: 401 }, 'refuses the API key'],
    ['link-refused', { status: 307, headers: { location: 'https://login.example/' } }, 'redirects its API'],
    ['link-refused', { json: { appName: 'Radarr', version: '6' } }, 'Radarr answers where Sonarr should be'],
    ['link-refused', { text: '<html>' }, 'in a form that is not its API'],
    ['app-unreachable', { status: 503 }, 'still starting'],
  ])('ends with %s where that is what it finds', async (code, reply, words) => {
    const { applier } = await applierWith({ 'GET /api/v3/system/status': reply });
    const failed = applier.apply(link, signal);
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('passes on the application’s own words, and no secret in them', async () => {
    const { applier } = await applierWith({
      'GET /api/v3/system/status': status,
      'GET /api/v3/rootfolder': { json: [] },
      'POST /api/v3/rootfolder': {
        status: 400,
        json: [
          { propertyName: 'Path', errorMessage: 'Folder is not writable', attemptedValue: path },
          { propertyName: '', errorMessage: `key ${apiKey}`, detailedDescription: 'See the log.' },
        ],
      },
    });
    await expect(applier.apply(link, signal)).rejects.toMatchObject({
      code: 'link-refused',
      message: 'Sonarr refused: Path: Folder is not writable; key [secret] See the log.',
    });
  });

  it('is secret-missing before any call where the key was never stored', async () => {
    fakeApps({});
    const applier = createLinkApplier({ addresses: loopback, secrets: createMemorySecretStore() });
    await expect(applier.apply(link, signal)).rejects.toMatchObject({
      code: 'secret-missing',
      message: 'The secret sonarr/api-key has no value yet.',
    });
  });

  it('refuses an end whose program takes no such link', async () => {
    const jellyfin = linkEnd('jellyfin', 8096, []);
    const wrong = { ...link, consumer: jellyfin, provider: jellyfin };
    const { applier } = await applierWith({});
    await expect(applier.apply(wrong, signal)).rejects.toThrow('"jellyfin" takes no root folders');
  });
});
