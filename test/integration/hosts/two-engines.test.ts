import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { labels } from '#contracts/labels.ts';
import type { Task } from '#contracts/task.ts';
import { readProviders } from '#test/e2e/support/applications.ts';
import { taskIdOf } from '#test/support/control-plane/client.ts';
import { rawDocker, whyNoOwnEngine } from '#test/support/docker/index.ts';
import { tunnel } from '#test/unit/api/support/tunnel.ts';
import { reaches } from './connection.ts';
import { type Fleet, type Machine, startFleet } from './fleet.ts';

const why = await whyNoOwnEngine();
if (why !== undefined) process.stdout.write(`Tests of two engines are skipped: ${why}.\n`);

const serviceSchema = z.object({
  id: z.string(),
  host: z.string(),
  status: z.string(),
  health: z.string(),
  ports: z.array(z.object({ container: z.number(), host: z.number() })),
});
type SeenService = z.infer<typeof serviceSchema>;

describe.skipIf(why !== undefined)('two machines beside the control plane', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await startFleet();
  });
  afterAll(() => fleet?.[Symbol.asyncDispose]());

  const services = async (): Promise<readonly SeenService[]> => {
    const { body } = await fleet.api.call('GET', '/services');
    return z.object({ services: z.array(serviceSchema) }).parse(body).services;
  };
  const seen = async (id: string): Promise<SeenService | undefined> =>
    (await services()).find((service) => service.id === id);
  const stateOf = async (host: string): Promise<string> => {
    const { body } = await fleet.api.call('GET', `/hosts/${host}`);
    return z.object({ state: z.string() }).parse(body).state;
  };
  const install = async (service: string, host: string, settings = {}): Promise<Task> =>
    fleet.api.ended(taskIdOf(await fleet.api.call('POST', '/services', { service, host, settings })), 180);

  test('take a stack between them, with what each service requires beside it', async () => {
    const player = await install('jellyfin', 'south');
    expect(player, JSON.stringify(player)).toMatchObject({ status: 'succeeded' });
    const series = await install('sonarr', 'north', tunnel);
    expect(series, JSON.stringify(series)).toMatchObject({ status: 'succeeded' });
    const placed = (await services()).map(({ id, host, health }) => `${id} ${host} ${health}`);
    expect(placed).toEqual([
      'jellyfin south healthy',
      'postgres south healthy',
      'prowlarr north healthy',
      'qbittorrent north healthy',
      'redis south healthy',
      'sonarr north healthy',
      'vpn north healthy',
    ]);
    expect(await containersOn(fleet.north)).toEqual(['prowlarr', 'qbittorrent', 'sonarr', 'vpn']);
    expect(await containersOn(fleet.south)).toEqual(['jellyfin', 'postgres', 'redis']);
    const filters = { label: [`${labels.instance}=${fleet.world.configuration.instance.id}`] };
    expect(await rawDocker().listContainers({ all: true, filters })).toEqual([]);
  });

  test('are linked by the other’s address and the port that is published there', async () => {
    const [jellyfin, sonarr] = [await seen('jellyfin'), await seen('sonarr')];
    const key = await environmentOf(fleet.north, 'sonarr', 'SONARR__AUTH__APIKEY');
    const base = `http://${fleet.north.address}:${published(sonarr, 8989)}`;
    const [connection] = await readProviders(base, '/api/v3/notification', key);
    expect(connection?.values).toMatchObject({
      host: fleet.south.address,
      port: published(jellyfin, 8096),
    });
    const [client] = await readProviders(base, '/api/v3/downloadclient', key);
    expect(client?.values).toMatchObject({ host: 'qbittorrent', port: 8080 });
  });

  test('reach one port of the control plane, and hold nothing of its stores', async () => {
    const { configuration } = fleet.world;
    const { gateway, api, database, temporal } = configuration;
    const ports = [api.port, database.port, Number(temporal.address.split(':')[1])];
    for (const port of ports) expect(await reaches(fleet.north.engine, fleet.lan.address, port)).toBe(false);
    expect(await reaches(fleet.north.engine, fleet.lan.address, gateway?.port ?? 0)).toBe(true);
    const kept = await readdir(fleet.north.host.home, { recursive: true, withFileTypes: true });
    const files = kept
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    expect(files.filter((path) => /keyring|postgres|token|database|temporal/.test(path))).toEqual([]);
    expect(fleet.north.joined).not.toContain('srj1.');
  });

  test('that is cut off: its services are unknown, its task waits, and ends when the host is back', async () => {
    const before = await idsOn(fleet.north);
    await fleet.lan.cut(fleet.north.engine);
    await expect.poll(async () => (await seen('sonarr'))?.health, { timeout: 60_000 }).toBe('unknown');
    expect(await stateOf('north')).toBe('unreachable');
    expect(await seen('jellyfin')).toMatchObject({ health: 'healthy' });
    const task = taskIdOf(await fleet.api.call('POST', '/services/prowlarr/restart'));
    await expect.poll(async () => (await fleet.api.task(task)).status, { timeout: 60_000 }).toBe('waiting');
    await fleet.lan.mend(fleet.north.engine);
    expect(await fleet.api.ended(task, 120)).toMatchObject({ status: 'succeeded' });
    await expect.poll(async () => (await seen('sonarr'))?.health, { timeout: 60_000 }).toBe('healthy');
    expect(await stateOf('north')).toBe('reachable');
    const after = await idsOn(fleet.north);
    const { prowlarr: one, ...others } = before;
    const { prowlarr: other, ...same } = after;
    expect(same).toEqual(others);
    expect(one?.id).toBe(other?.id);
    expect(one?.startedAt).not.toBe(other?.startedAt);
  });

  test('are drained for what is new, and stay while anything is there', async () => {
    expect(await fleet.api.call('POST', '/hosts/south/drain')).toMatchObject({ status: 200 });
    const refused = await fleet.api.call('POST', '/services', { service: 'radarr', host: 'south' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'no-host' } });
    const removed = await fleet.api.call('DELETE', '/hosts/south');
    expect(removed).toMatchObject({ status: 409, body: { code: 'host-in-use' } });
    expect(JSON.stringify(removed.body)).toContain('jellyfin');
  });

  async function containersOf({ engine }: Machine) {
    const all = await engine.docker.listContainers({ all: true });
    return Promise.all(all.map(({ Id }) => engine.docker.getContainer(Id).inspect()));
  }

  async function containersOn(machine: Machine): Promise<readonly string[]> {
    const names = (await containersOf(machine)).map(({ Config }) => Config.Labels[labels.service] ?? '');
    return names.toSorted();
  }

  async function idsOn(machine: Machine) {
    const entries = (await containersOf(machine)).map(
      ({ Id, State, Config }) =>
        [Config.Labels[labels.service] ?? '', { id: Id, startedAt: State.StartedAt }] as const,
    );
    expect(new Set(entries.map(([name]) => name)).size).toBe(entries.length);
    return Object.fromEntries(entries);
  }

  async function environmentOf(machine: Machine, service: string, name: string): Promise<string> {
    const found = (await containersOf(machine)).find(
      ({ Config }) => Config.Labels[labels.service] === service,
    );
    const line = found?.Config.Env.find((entry) => entry.startsWith(`${name}=`));
    return line?.slice(name.length + 1) ?? '';
  }
});

function published(service: SeenService | undefined, container: number): number | undefined {
  return service?.ports.find((port) => port.container === container)?.host;
}
