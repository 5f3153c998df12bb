import { chown, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContainerSpec } from '#domain/container.ts';
import {
  buildTestImage,
  freePort,
  freeSubnet,
  openedRequests,
  openTestInstance,
  rawDocker,
  type TestImage,
  type TestInstance,
} from '#test/support/docker/index.ts';
import { firstTask, plainRequest, service } from './requests.ts';

describe('what the engine is told of a container', { timeout: 30_000 }, () => {
  const stay = ['sleep', '600'];
  let instance: TestInstance;
  let image: TestImage;
  let folder: string;

  beforeAll(async () => {
    instance = openTestInstance('body');
    image = await buildTestImage(`showrunner-test/body:${instance.unique}`, { more: ['VOLUME /anonymous'] });
    folder = await mkdtemp(join(tmpdir(), 'showrunner-body-'));
  }, 60_000);

  afterAll(async () => {
    await instance.end();
    await image.remove();
    await rm(folder, { recursive: true, force: true });
  });

  test('is the whole specification', async () => {
    const { runtime } = instance;
    const name = instance.name('whole');
    const network = instance.name('net');
    const volume = instance.name('data');
    const host = await freePort();
    await runtime.createNetwork({ name: network, internal: false, pool: '10.222.0.0/16', task: firstTask });
    await runtime.createVolume({ name: volume, service, task: firstTask });
    await runtime.createContainer(
      plainRequest({
        name,
        image: image.reference,
        command: ['600'],
        environment: { MODE: 'test', EMPTY: '' },
        spec: everything({ folder, volume, network, host }),
      }),
    );
    await runtime.startContainer(name);
    const made = await rawDocker().getContainer(name).inspect();
    expect(made.Config).toMatchObject({
      User: '1000:1000',
      Entrypoint: ['sleep'],
      Cmd: ['600'],
      StopSignal: 'SIGINT',
      StopTimeout: 42,
    });
    expect(made.Config.Env).toEqual(expect.arrayContaining(['MODE=test', 'EMPTY=']));
    expect(made.HostConfig).toMatchObject({
      NetworkMode: network,
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      CapAdd: ['NET_ADMIN'],
      Devices: [
        { PathOnHost: '/dev/net/tun', PathInContainer: '/dev/net/tun', CgroupPermissions: 'rwm' },
        { PathOnHost: '/dev/null', PathInContainer: '/dev/nothing', CgroupPermissions: 'r' },
      ],
      Sysctls: { 'net.ipv4.conf.all.src_valid_mark': '1' },
      Init: true,
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges:true'],
      Tmpfs: { '/run': '', '/tmp': 'size=64m,mode=1777' },
      ShmSize: 128 * 1024 * 1024,
      Memory: 256 * 1024 * 1024,
      PortBindings: {
        '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(host) }],
        '81/udp': [{ HostIp: '127.0.0.1', HostPort: String(host) }],
      },
    });
    const mounts = made.Mounts.map(({ Type, Source, Name, Destination, RW }) => [
      Destination,
      Type,
      Name ?? Source,
      RW,
    ]);
    expect(mounts).toEqual(
      expect.arrayContaining([
        ['/config', 'bind', folder, false],
        ['/data', 'volume', volume, true],
      ]),
    );
    expect(made.NetworkSettings.Networks[network]?.Aliases).toEqual(expect.arrayContaining(['web', 'main']));
  });

  test('takes its anonymous volumes along when it is removed, and no others', async () => {
    const name = instance.name('anonymous');
    await instance.runtime.createContainer(plainRequest({ name, image: image.reference, command: stay }));
    const { Mounts: mounts } = await rawDocker().getContainer(name).inspect();
    const anonymous = mounts.find(({ Destination }) => Destination === '/anonymous')?.Name ?? '';
    expect(anonymous).toMatch(/^[0-9a-f]{64}$/);
    await instance.runtime.removeContainer(name);
    await expect(rawDocker().getVolume(anonymous).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  test('seeds a file with its owner and mode, and changes nothing that is there', async () => {
    await chown(folder, 4321, 4321);
    const name = instance.name('seeded');
    const mounts = [{ type: 'folder', source: folder, path: '/config', readOnly: false }] as const;
    await instance.runtime.createContainer(
      plainRequest({ name, image: image.reference, command: stay, spec: { mounts, readOnly: true } }),
    );
    const owner = { uid: 1234, gid: 2345 };
    const path = '/config/deep/er/app.ini';
    const file = { container: name, path, content: 'key=välue\n', mode: 0o640, ...owner };
    expect((await instance.runtime.seedFile(file)).outcome).toBe('done');
    expect((await instance.runtime.seedFile({ ...file, content: 'other' })).outcome).toBe('adopted');
    expect(await readFile(join(folder, 'deep/er/app.ini'), 'utf8')).toBe('key=välue\n');
    const seeded = await stat(join(folder, 'deep/er/app.ini'));
    expect(seeded).toMatchObject(owner);
    expect(seeded.mode & 0o777).toBe(0o640);
    expect(await stat(join(folder, 'deep'))).toMatchObject(owner);
    expect(await stat(folder)).toMatchObject({ uid: 4321, gid: 4321 });
    const up = { ...file, path: '/config/../etc/passwd' };
    await expect(instance.runtime.seedFile(up)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('never shows the environment in a URL or an error', async () => {
    const opened = await openedRequests();
    const own = openTestInstance('body', { dockerHost: opened.dockerHost });
    const environment = { TOKEN: 'canary-4711' };
    const broken = { name: own.name('url'), image: image.reference, command: stay, environment };
    await own.runtime.createContainer(plainRequest(broken));
    const invalid = plainRequest({ ...broken, name: own.name('bad'), spec: { user: 'canary-4711:::' } });
    await own.runtime.createContainer(invalid);
    await expect(own.runtime.startContainer(invalid.spec.name)).rejects.toMatchObject({
      code: 'container-invalid',
    });
    await own.end();
    await opened.stop();
    expect(opened.lines()).toContainEqual(expect.stringMatching(/^POST \/v1\.41\/containers\/create\?name=/));
    expect(opened.lines().join('\n')).not.toContain('canary-4711');
  });

  test('mends what others did to the networks of a container that it adopts', async () => {
    const network = instance.name('mended');
    const container = instance.name('mended-user');
    const wanted = plainRequest({
      name: container,
      image: image.reference,
      command: stay,
      spec: { network: { mode: 'networks', networks: [{ name: network, aliases: [] }], ports: [] } },
    });
    const make = () =>
      instance.runtime.createNetwork({
        name: network,
        internal: true,
        pool: '10.222.0.0/16',
        task: firstTask,
      });
    await make();
    await instance.runtime.createContainer(wanted);
    await instance.runtime.startContainer(container);
    await rawDocker().getNetwork(network).disconnect({ Container: container });
    expect((await instance.runtime.createContainer(wanted)).outcome).toBe('adopted');
    expect(Object.keys((await instance.runtime.inspect(container))?.addresses ?? {})).toEqual([network]);
    await instance.runtime.stopContainer(container, 1);
    await rawDocker().getNetwork(network).remove({});
    await make();
    expect((await instance.runtime.createContainer(wanted)).outcome).toBe('done');
    expect((await instance.runtime.startContainer(container)).outcome).toBe('done');
  });

  test('settles on the earlier of two networks that a race left under one name', async () => {
    const name = instance.name('twin');
    const labels = { 'showrunner.instance': instance.id, 'showrunner.task': firstTask };
    const ids = [];
    for (let twin = 0; twin < 2; twin += 1) {
      const IPAM = { Driver: 'default', Config: [{ Subnet: await freeSubnet() }] };
      const made = await rawDocker().createNetwork({
        Name: name,
        Labels: labels,
        IPAM,
        CheckDuplicate: false,
      });
      ids.push(made.id);
    }
    const request = { name, internal: false, pool: '10.222.0.0/16', task: firstTask };
    expect((await instance.runtime.createNetwork(request)).outcome).toBe('adopted');
    const container = instance.name('twin-user');
    const network = { mode: 'networks', networks: [{ name, aliases: [] }], ports: [] } as const;
    await instance.runtime.createContainer(
      plainRequest({ name: container, image: image.reference, command: stay, spec: { network } }),
    );
    await instance.runtime.startContainer(container);
    const { NetworkSettings: settings } = await rawDocker().getContainer(container).inspect();
    expect(settings.Networks[name]?.NetworkID).toBe(ids[0]);
    await instance.runtime.removeContainer(container);
    expect(await instance.runtime.removeNetwork(name)).toEqual({ outcome: 'removed' });
    expect(await instance.runtime.listNetworks()).not.toContain(name);
  });
});

interface Place {
  readonly folder: string;
  readonly volume: string;
  readonly network: string;
  readonly host: number;
}

function everything({ folder, volume, network, host }: Place): Partial<ContainerSpec> {
  const port = { container: 80, protocol: 'tcp', address: '127.0.0.1', host } as const;
  return {
    entrypoint: ['sleep'],
    user: '1000:1000',
    mounts: [
      { type: 'folder', source: folder, path: '/config', readOnly: true },
      { type: 'volume', source: volume, path: '/data', readOnly: false },
    ],
    network: {
      mode: 'networks',
      networks: [{ name: network, aliases: ['web', 'main'] }],
      ports: [port, { ...port, container: 81, protocol: 'udp' }],
    },
    capabilities: ['NET_ADMIN'],
    devices: ['/dev/net/tun', '/dev/null:/dev/nothing:r'],
    sysctls: { 'net.ipv4.conf.all.src_valid_mark': '1' },
    init: true,
    readOnly: true,
    tmpfs: ['/run', '/tmp:size=64m,mode=1777'],
    shmBytes: 128 * 1024 * 1024,
    memoryBytes: 256 * 1024 * 1024,
    stopSignal: 'SIGINT',
    stopGraceSeconds: 42,
  };
}
