import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { secretPath } from '#domain/secret.ts';
import { createStack } from './support/stack.ts';

const apiKey = secretPath('jellyfin', 'api-key');
const entryShape = z.array(z.looseObject({ id: z.int(), onGrab: z.boolean(), onRename: z.boolean() }));

async function start() {
  const stack = createStack();
  const jellyfin = await stack.jellyfin();
  const path = stack.folder('media/tv');
  const libraries = [{ name: 'TV Shows', type: 'tvshows', path }] as const;
  const setup = {
    kind: 'media-server-setup',
    consumer: jellyfin,
    provider: jellyfin,
    arguments: { libraries },
  } as const;
  return { stack, jellyfin, setup };
}

describe('the set-up of Jellyfin', () => {
  it('finishes the wizard once, stores the key, and survives a restart', async () => {
    const { stack, setup } = await start();
    await using _stack = stack;
    expect(await stack.applier.verify(setup, stack.signal)).toMatchObject({ ok: false });
    expect(await stack.applier.apply(setup, stack.signal)).toMatchObject({
      outcome: 'applied',
      created: true,
    });
    const key = (await stack.secrets.readNewest(apiKey))?.value;
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    await stack.jellyfin();
    expect(await stack.applier.apply(setup, stack.signal)).toMatchObject({
      outcome: 'present',
      created: false,
    });
    expect(await stack.applier.verify(setup, stack.signal)).toMatchObject({ ok: true });
    expect((await stack.secrets.readNewest(apiKey))?.value).toBe(key);
  });

  it('makes the library again that is gone, and never a second one of the same name', async () => {
    const { stack, setup, jellyfin } = await start();
    await using _stack = stack;
    await stack.applier.apply(setup, stack.signal);
    await stack.byHand(jellyfin, '/Library/VirtualFolders?name=TV+Shows', { method: 'DELETE', body: {} });
    expect(await stack.applier.apply(setup, stack.signal)).toMatchObject({ outcome: 'applied' });
    await stack.applier.apply(setup, stack.signal);
    const folders = await stack.byHand(jellyfin, '/Library/VirtualFolders');
    expect(folders).toMatchObject([{ Name: 'TV Shows', CollectionType: 'tvshows' }]);
    expect(folders).toHaveLength(1);
  });

  it('is link-refused where a folder of a library is missing', async () => {
    const { stack, setup } = await start();
    await using _stack = stack;
    const libraries = [{ name: 'Movies', type: 'movies', path: '/nowhere/movies' }] as const;
    const faulty = { ...setup, arguments: { libraries } };
    await expect(stack.applier.apply(faulty, stack.signal)).rejects.toMatchObject({
      code: 'link-refused',
      message: expect.stringContaining('Error processing request.'),
    });
  });
});

describe.each(['sonarr', 'radarr'] as const)('the connection of %s to Jellyfin', (name) => {
  it('is made once, kept as a person changes it, follows a new key, and can be taken back', async () => {
    const { stack, jellyfin, setup } = await start();
    await using _stack = stack;
    const { applier, signal } = stack;
    const consumer = await stack.arr(name);
    const link = { kind: 'media-connection', consumer, provider: jellyfin, arguments: {} } as const;
    await expect(applier.apply(link, signal)).rejects.toMatchObject({ code: 'secret-missing' });
    await applier.apply(setup, signal);

    expect(await applier.apply(link, signal)).toMatchObject({ outcome: 'applied', created: true });
    expect(await applier.apply(link, signal)).toMatchObject({ outcome: 'present', created: false });
    expect(await applier.verify(link, signal)).toMatchObject({ ok: true });

    const old = (await stack.secrets.readNewest(apiKey))?.value;
    await stack.byHand(jellyfin, `/Auth/Keys/${old}`, { method: 'DELETE', body: {} });
    expect(await applier.apply(setup, signal)).toMatchObject({
      outcome: 'applied',
      detail: 'API key stored',
    });
    expect(await applier.apply(link, signal)).toMatchObject({
      outcome: 'applied',
      detail: 'connection "Jellyfin" brought up to date: apiKey',
    });
    expect(await applier.verify(link, signal)).toMatchObject({ ok: true });

    const path = '/api/v3/notification';
    const [entry] = entryShape.parse(await stack.byHand(consumer, path));
    const body = { ...entry, onRename: false };
    await stack.byHand(consumer, `${path}/${entry?.id}`, { method: 'PUT', body });
    expect(await applier.apply(link, signal)).toMatchObject({
      outcome: 'kept',
      detail: 'connection "Jellyfin" was changed by hand and stays so: onRename',
    });

    expect(await applier.remove(link, signal)).toMatchObject({ outcome: 'applied' });
    expect(await stack.byHand(consumer, path)).toEqual([]);
  });
});
