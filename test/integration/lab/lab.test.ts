import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isDomainError } from '#domain/errors.ts';
import { ensureLab, type LabOptions, overlaySchema, removeLab } from '#lab/lab.ts';
import { dockerSocket, followStream, rawDocker } from '#test/support/docker/client.ts';
import { freePort } from '#test/support/docker/wait-for.ts';
import { labCache } from './test-lab.ts';

/** The first one may find an empty cache. */
vi.setConfig({ testTimeout: 300_000 });

const docker = rawDocker();
const instance = `labtest-${process.pid}-own`;
let folder: string;
let options: LabOptions;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'showrunner-labtest-'));
  const registryPort = await freePort();
  const stateFolder = join(folder, 'state');
  options = {
    dockerSocket,
    cacheFolder: labCache,
    stateFolder,
    instance,
    registryPort,
    onProgress: () => undefined,
  };
});

afterEach(async () => {
  await removeLab({ dockerSocket, instance });
  await rm(folder, { recursive: true, force: true });
});

test('the overlay names every image by digest, with what is inside', async () => {
  const { registry, overlayFile } = await ensureLab(options);
  const overlay = overlaySchema.parse(JSON.parse(readFileSync(overlayFile, 'utf8')));
  expect(registry).toBe(`127.0.0.1:${options.registryPort}`);
  expect(Object.keys(overlay.images)).toHaveLength(8);
  expect(overlay.images['lscr.io/linuxserver/qbittorrent:5.2.3']).toMatchObject({
    image: `${registry}/lscr.io/linuxserver/qbittorrent:5.2.3`,
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    kind: 'real',
    from: expect.stringMatching(/^debian qbittorrent-nox \d/),
  });
  expect(overlay.images['jellyfin/jellyfin:10.11.11']).toMatchObject({ kind: 'stand-in' });
});

test('a second call changes nothing and is quick', async () => {
  const { overlayFile } = await ensureLab(options);
  const before = await registryId();
  const written = statSync(overlayFile).mtimeMs;
  const started = performance.now();
  await ensureLab(options);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(await registryId()).toBe(before);
  expect(statSync(overlayFile).mtimeMs).toBe(written);
});

test('two calls at once end with one registry', async () => {
  const [one, other] = await Promise.all([ensureLab(options), ensureLab(options)]);
  expect(one).toEqual(other);
  expect(await registriesOfInstance()).toHaveLength(1);
});

test('a registry that was stopped is started again', async () => {
  await ensureLab(options);
  const id = await registryId();
  await docker.getContainer(id).stop();
  await ensureLab(options);
  expect(await registryId()).toBe(id);
});

test('the registry is published on loopback only, and comes back after a reboot', {
  timeout: 300_000,
}, async () => {
  await ensureLab(options);
  const { HostConfig } = await docker.getContainer(await registryId()).inspect();
  const ports: unknown = HostConfig.PortBindings;
  expect(ports).toEqual({ '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: String(options.registryPort) }] });
  expect(HostConfig.RestartPolicy).toMatchObject({ Name: 'always' });
});

test('a port that is taken is named as such, and nothing stays behind', async () => {
  const other = `${instance}-other`;
  await ensureLab({ ...options, instance: other });
  const failure = await ensureLab(options).catch((error: unknown) => error);
  await removeLab({ dockerSocket, instance: other });
  expect(isDomainError(failure) ? failure.code : failure).toBe('port-taken');
  expect(await registriesOfInstance()).toEqual([]);
});

test('removeLab leaves no container and no image of the instance', async () => {
  const { registry } = await ensureLab(options);
  await followStream(docker, await docker.pull(`${registry}/redis:7.4.11-alpine`));
  await removeLab({ dockerSocket, instance });
  expect(await registriesOfInstance()).toEqual([]);
  const names = (await docker.listImages()).flatMap((image) => [
    ...(image.RepoTags ?? []),
    ...(image.RepoDigests ?? []),
  ]);
  expect(names.filter((name) => name.startsWith(registry))).toEqual([]);
});

async function registriesOfInstance() {
  return await docker.listContainers({
    all: true,
    filters: { label: [`showrunner.lab.instance=${instance}`] },
  });
}

async function registryId(): Promise<string> {
  return (await registriesOfInstance())[0]?.Id ?? '';
}
