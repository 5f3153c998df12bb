import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import { secretPath } from '#domain/secret.ts';
import { linkEnd, loopback } from '#test/contract/links/support/ends.ts';
import { createMemorySecretStore } from '#test/contract/links/support/memory-secret-store.ts';
import { fakeApps } from './support/fake-app.ts';

const prowlarr = { ...linkEnd('prowlarr', 9696, ['api-key', 'password']), user: 'Admin' };
const link = { kind: 'app-login', consumer: prowlarr, provider: prowlarr, arguments: {} } as const;
const password = secretPath('prowlarr', 'password');
const { signal } = new AbortController();

afterEach(() => vi.unstubAllGlobals());

async function start(user = { username: '', password: '' }) {
  const host = { id: 1, authenticationMethod: 'forms', passwordConfirmation: '', ...user };
  const sent: unknown[] = [];
  fakeApps({
    9696: {
      'GET /api/v1/system/status': { json: { appName: 'Prowlarr', version: '2.5.2' } },
      'GET /api/v1/config/host': () => ({ json: host }),
      'PUT /api/v1/config/host/1': ({ body }) => {
        const given = JSON.parse(body);
        sent.push(given);
        host.username = String(given.username).toLowerCase();
        host.password = `salted ${sent.length} ${given.password.length}`;
        return { status: 202, json: { id: 1 } };
      },
    },
  });
  const secrets = createMemorySecretStore();
  await secrets.put(secretPath('prowlarr', 'api-key'), 'canary-key');
  await secrets.put(password, 'canary-password');
  const applier = createLinkApplier({ addresses: loopback, secrets });
  return { host, sent, secrets, applier, apply: () => applier.apply(link, signal) };
}

describe('the user of an application', () => {
  it('is made where there is none, with the whole object written back', async () => {
    const { apply, sent, applier } = await start();
    expect(await apply()).toEqual({ outcome: 'applied', created: true, detail: 'the user "admin" was made' });
    expect(sent).toEqual([
      {
        id: 1,
        authenticationMethod: 'forms',
        username: 'admin',
        password: 'canary-password',
        passwordConfirmation: 'canary-password',
      },
    ]);
    expect(await applier.verify(link, signal)).toEqual({ ok: true, detail: 'the user "admin" is there' });
  });

  it('is left as it is the second time', async () => {
    const { apply, sent } = await start();
    await apply();
    expect(await apply()).toMatchObject({ outcome: 'present', created: false });
    expect(sent).toHaveLength(1);
  });

  it('gets a rotated password', async () => {
    const { apply, sent, secrets, applier } = await start();
    await apply();
    await secrets.put(password, 'canary-rotated');
    expect(await applier.verify(link, signal)).toMatchObject({ ok: false });
    expect(await apply()).toMatchObject({ outcome: 'applied' });
    expect(sent.at(-1)).toMatchObject({ password: 'canary-rotated' });
  });

  it('stays as a person changed it, password or name', async () => {
    const { apply, host, sent } = await start();
    await apply();
    host.password = 'salted by a person';
    expect(await apply()).toMatchObject({ outcome: 'kept', detail: expect.stringMatching(/: password$/) });
    host.username = 'alice';
    expect(await apply()).toMatchObject({
      outcome: 'kept',
      detail: 'the user "alice" is not as Showrunner made it and stays: password, username',
    });
    expect(sent).toHaveLength(1);
  });

  it('stays as a person made it before Showrunner came', async () => {
    const { apply, applier, sent } = await start({ username: 'admin', password: 'salted by a person' });
    expect(await apply()).toMatchObject({ outcome: 'kept', detail: expect.stringContaining('made by hand') });
    expect(await applier.verify(link, signal)).toMatchObject({ ok: false });
    expect(sent).toEqual([]);
  });

  it('cannot be taken back, and says so', async () => {
    const { applier } = await start();
    expect(await applier.remove(link, signal)).toMatchObject({ outcome: 'kept', created: false });
  });
});
