import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { secretPath } from '#domain/secret.ts';
import { createStack } from './support/stack.ts';

const entriesShape = z.array(z.looseObject({ id: z.int() }));

describe.each(['sonarr', 'radarr'] as const)('the application of %s in Prowlarr', (name) => {
  it('is made once, kept as a person changes it, follows a new key, and can be taken back', async () => {
    await using stack = createStack();
    const { applier, signal } = stack;
    const [consumer, provider] = [await stack.arr(name), await stack.arr('prowlarr')];
    const link = { kind: 'indexer-application', consumer, provider, arguments: {} } as const;
    expect(await applier.verify(link, signal)).toMatchObject({ ok: false });
    expect(await applier.apply(link, signal)).toMatchObject({ outcome: 'applied', created: true });
    expect(await applier.apply(link, signal)).toMatchObject({ outcome: 'present', created: false });
    expect(await applier.verify(link, signal)).toMatchObject({ ok: true });
    expect(await stack.byHand(provider, '/api/v1/command')).toMatchObject([
      { name: 'ApplicationIndexerSync' },
    ]);

    await stack.secrets.put(secretPath(name, 'api-key'), `${name}-rotated-key-0123456789`);
    await stack.arr(name);
    expect(await applier.verify(link, signal)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('API Key is invalid'),
    });
    expect(await applier.apply(link, signal)).toMatchObject({
      outcome: 'applied',
      detail: expect.stringMatching(/brought up to date: apiKey$/),
    });
    expect(await applier.verify(link, signal)).toMatchObject({ ok: true });

    const path = '/api/v1/applications';
    const [entry] = entriesShape.parse(await stack.byHand(provider, path));
    const body = { ...entry, syncLevel: 'addOnly' };
    await stack.byHand(provider, `${path}/${entry?.id}`, { method: 'PUT', body });
    expect(await applier.apply(link, signal)).toMatchObject({
      outcome: 'kept',
      detail: expect.stringMatching(/was changed by hand and stays so: syncLevel$/),
    });

    expect(await applier.remove(link, signal)).toMatchObject({ outcome: 'applied' });
    expect(await stack.byHand(provider, path)).toEqual([]);
  });
});

describe('a root folder', () => {
  it('is made once, and taken back only where Showrunner made it', async () => {
    await using stack = createStack();
    const { applier, signal } = stack;
    const sonarr = await stack.arr('sonarr');
    const folder = (path: string) =>
      ({ kind: 'root-folder', consumer: sonarr, provider: sonarr, arguments: { path } }) as const;
    const [ours, theirs] = [folder(stack.folder('media/tv')), folder(stack.folder('media/anime'))];
    await stack.byHand(sonarr, '/api/v3/rootfolder', { method: 'POST', body: theirs.arguments });

    expect(await applier.verify(ours, signal)).toMatchObject({ ok: false });
    expect(await applier.apply(ours, signal)).toMatchObject({ outcome: 'applied', created: true });
    expect(await applier.apply(ours, signal)).toMatchObject({ outcome: 'present', created: false });
    expect(await applier.apply(theirs, signal)).toMatchObject({ outcome: 'present', created: false });
    expect(await applier.verify(ours, signal)).toMatchObject({ ok: true });

    expect(await applier.remove(ours, signal)).toMatchObject({ outcome: 'applied' });
    expect(await applier.remove(ours, signal)).toMatchObject({ outcome: 'present' });
    expect(await applier.remove(theirs, signal)).toMatchObject({ outcome: 'kept' });
    expect(await stack.byHand(sonarr, '/api/v3/rootfolder')).toMatchObject([theirs.arguments]);
  });

  it('is link-refused in the application’s words where the folder is missing', async () => {
    await using stack = createStack();
    const radarr = await stack.arr('radarr');
    const link = {
      kind: 'root-folder',
      consumer: radarr,
      provider: radarr,
      arguments: { path: '/nowhere/movies' },
    } as const;
    await expect(stack.applier.apply(link, stack.signal)).rejects.toMatchObject({
      code: 'link-refused',
      message: "Radarr refused: Path: Path '/nowhere/movies' does not exist",
    });
  });
});

describe.each(['sonarr', 'radarr', 'prowlarr'] as const)('the user of %s', (name) => {
  it('is made once, follows a rotation, and stays as a person renames it', async () => {
    await using stack = createStack();
    const { applier, signal } = stack;
    const end = await stack.arr(name);
    const link = { kind: 'app-login', consumer: end, provider: end, arguments: {} } as const;
    expect(await applier.apply(link, signal)).toMatchObject({ outcome: 'applied', created: true });
    expect(await applier.apply(link, signal)).toMatchObject({ outcome: 'present', created: false });
    await stack.secrets.put(secretPath(name, 'password'), 'rotated-canary-password');
    expect(await applier.apply(link, signal)).toMatchObject({ outcome: 'applied' });
    expect(await applier.verify(link, signal)).toMatchObject({ ok: true });

    const path = name === 'prowlarr' ? '/api/v1/config/host' : '/api/v3/config/host';
    const host = z.looseObject({ id: z.int() }).parse(await stack.byHand(end, path));
    const body = { ...host, username: 'alice', password: 'mine', passwordConfirmation: 'mine' };
    await stack.byHand(end, `${path}/${host.id}`, { method: 'PUT', body });
    expect(await applier.apply(link, signal)).toMatchObject({
      outcome: 'kept',
      detail: expect.stringContaining('username'),
    });
  });
});
