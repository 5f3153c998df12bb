import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import { createAnswerReader } from '#adapters/http-probe/answer-reader.ts';
import { type BusyAnswer, type BusyDefinition, readBusy } from '#domain/busy.ts';
import { definitionId } from '#domain/ids.ts';
import { arrApps } from '#lab/stand-ins/arr/apps.ts';
import { createArr } from '#lab/stand-ins/arr/server.ts';
import { createJellyfin } from '#lab/stand-ins/jellyfin/server.ts';
import { listen, type StandIn } from '#lab/stand-ins/shared/http.ts';
import { loopbackContainer, stubRuntime } from '#test/contract/prober/stub-runtime.ts';
import { catalogFolder } from '#test/unit/catalog/sample.ts';
import { temporaryFolder } from './folders.ts';

const catalog = createCatalogFiles({ folder: catalogFolder });
const answers = createAnswerReader(stubRuntime([loopbackContainer('here')]));
const within = { timeout: 10_000, interval: 20 };

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['sonarr', 'RescanSeries', 'Rescan Series'],
  ['radarr', 'RefreshMovie', 'Refresh Movie'],
] as const)('%s is busy by its definition from the start of %s to its end', async (id, command, name) => {
  using folder = temporaryFolder();
  const standIn = createArr(arrApps[id], folder.path, {});
  const key = standIn.settings.apiKey();
  await using app = await serve(id, standIn, key);
  expect(await app.ask()).toEqual({});
  await app.post('/api/v3/command', { name: 'RssSync' });
  await app.post('/api/v3/command', { name: command });
  await expect.poll(() => app.ask(), within).toEqual({ at: name });
  letMinutePass();
  expect(await app.ask()).toEqual({});
});

test('prowlarr is busy by its definition while it makes a backup', async () => {
  using folder = temporaryFolder();
  const standIn = createArr(arrApps.prowlarr, folder.path, {});
  await using app = await serve('prowlarr', standIn, standIn.settings.apiKey());
  await app.post('/api/v1/command', { name: 'Backup' });
  await expect.poll(() => app.ask(), within).toEqual({ at: 'Backup' });
  await expect.poll(() => app.ask(), within).toEqual({});
});

test('jellyfin is busy by its definition while a scheduled task runs, and says so to its key alone', async () => {
  using folder = temporaryFolder();
  await using app = await serve('jellyfin', createJellyfin(folder.path, 0), '');
  const key = await setUp(app);
  const [scan] = z.array(z.object({ Id: z.string() })).parse(await app.get('/ScheduledTasks', key));
  expect(await app.ask(key)).toEqual({});
  await app.post(`/ScheduledTasks/Running/${scan?.Id}`, undefined, key);
  expect(await app.ask(key)).toEqual({ at: 'Scan Media Library' });
  expect(await app.ask('another')).toEqual({});
  letMinutePass();
  expect(await app.ask(key)).toEqual({});
});

function letMinutePass(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
}

/** The stand-in at a port of its own, and its definition's question. */
async function serve<Access extends string>(id: string, standIn: StandIn<Access>, ownKey: string) {
  const server = await listen(standIn, 0, '127.0.0.1');
  const probe = (await catalog.find(definitionId(id)))?.busy;
  if (probe === undefined) throw new Error(`${id} has no busy probe.`);
  const { path } = probe;
  const call = async (method: string, to: string, key: string, body?: unknown): Promise<unknown> => {
    const headers = { ...headersOf(probe, key), 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`http://127.0.0.1:${server.port}${to}`, { method, headers, ...sent });
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    ask: async (key = ownKey): Promise<BusyAnswer> =>
      readBusy(
        probe,
        await answers.read({ container: 'here', port: server.port, path, headers: headersOf(probe, key) }, 3),
      ),
    get: (to: string, key = ownKey) => call('GET', to, key),
    post: (to: string, body?: unknown, key = ownKey) => call('POST', to, key, body),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function headersOf({ headers }: BusyDefinition, key: string): Record<string, string> {
  const fill = (text: BusyDefinition['headers'][string]) =>
    text.map((part) => (typeof part === 'string' ? part : key)).join('');
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, fill(text)]));
}

/** Walks through the wizard, logs in and makes a key, as its set-up does. */
async function setUp(app: Awaited<ReturnType<typeof serve>>): Promise<string> {
  await app.get('/Startup/User');
  await app.post('/Startup/User', { Name: 'admin', Password: 'a password' });
  await app.post('/Startup/Complete');
  // The token's place is where a client that has none introduces itself.
  const introduced = '", Client="test", Device="test", DeviceId="test", Version="1';
  const login = await app.post(
    '/Users/AuthenticateByName',
    { Username: 'admin', Pw: 'a password' },
    introduced,
  );
  const { AccessToken: token } = z.object({ AccessToken: z.string() }).parse(login);
  await app.post('/Auth/Keys?app=test', undefined, token);
  const keys = z.object({ Items: z.array(z.object({ AccessToken: z.string() })) });
  return keys.parse(await app.get('/Auth/Keys', token)).Items[0]?.AccessToken ?? '';
}
