import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildTestImage,
  freePort,
  freeSubnet,
  openTestInstance,
  rawDocker,
  removeImage,
  startRegistry,
  startRegistryProxy,
} from '#test/support/docker/index.ts';
import type { Hands, Program, RuntimeHarness } from './harness.ts';
import { containerRuntimeContract } from './suite.ts';

containerRuntimeContract('Docker', begin);

async function begin(): Promise<RuntimeHarness> {
  const own = openTestInstance('contract');
  const stranger = openTestInstance('stranger');
  const { unique } = own;
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-contract-'));
  const image = await buildTestImage(`showrunner-test/contract:${unique}`);
  const registry = await startRegistry();
  const proxy = await startRegistryProxy(registry.port);
  const offered = await offer(`${unique}-offered`, 300_000, (local) => registry.push(local, 'offered:1'));
  await offer(`${unique}-slow`, 4_000_000, (local) => registry.push(local, 'slow:1'));
  proxy.faults.bytesPerSecond = 200_000;
  const foreign: (() => Promise<unknown>)[] = [];
  const offeredImage = `${registry.address}/offered:1`;
  return {
    runtime: own.runtime,
    instance: own.id,
    stranger: stranger.runtime,
    image: image.reference,
    offered: { image: offeredImage, digest: offered },
    slow: `${proxy.address}/slow:1`,
    absent: `${registry.address}/absent:1`,
    folder,
    pool: '10.222.0.0/16',
    smallPool: await freeSubnet(),
    port: await freePort(),
    name: own.name,
    hands: dockerHands(),
    program: (_container, program) => ['sh', '-c', scripts[program]],
    async makeForeign(kind, name) {
      foreign.push(await makeForeign(kind, name, image.reference));
    },
    async end() {
      await Promise.all(foreign.map((remove) => remove()));
      await own.end();
      await stranger.end();
      await removeImage(offeredImage);
      await image.remove();
      await proxy.stop();
      await registry.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const scripts: Readonly<Record<Program, string>> = {
  stay: 'trap "exit 0" TERM; while :; do sleep 60 & wait $!; done',
  deaf: 'trap "" TERM; while :; do sleep 60 & wait $!; done',
  fail: 'echo the password is hunter2secret; exit 3',
  talk: 'trap "exit 0" TERM; echo one; echo two >&2; while :; do sleep 60 & wait $!; done',
};

function dockerHands(): Hands {
  const docker = rawDocker();
  const container = (name: string) => docker.getContainer(name);
  return {
    pause: (name) => container(name).pause(),
    unpause: (name) => container(name).unpause(),
    rename: (name, to) => container(name).rename({ name: to }),
    disconnect: (name, network) => docker.getNetwork(network).disconnect({ Container: name }),
    connect: (name, network) => docker.getNetwork(network).connect({ Container: name }),
    stop: (name) => container(name).stop({ t: 5 }),
    remove: (name) => container(name).remove({ force: true }),
  };
}

/** Builds an image whose layer nothing has seen, hands it to the registry, and takes it off the engine. */
async function offer(name: string, bytes: number, push: (local: string) => Promise<string>): Promise<string> {
  const image = await buildTestImage(`showrunner-test/offer:${name}`, { ballast: [bytes] });
  const digest = await push(image.reference);
  await image.remove();
  return digest;
}

async function makeForeign(
  kind: 'container' | 'network' | 'volume',
  name: string,
  image: string,
): Promise<() => Promise<unknown>> {
  const docker = rawDocker();
  if (kind === 'volume') {
    await docker.createVolume({ Name: name });
    return () => docker.getVolume(name).remove();
  }
  if (kind === 'network') {
    const Config = [{ Subnet: await freeSubnet() }];
    const network = await docker.createNetwork({ Name: name, IPAM: { Driver: 'default', Config } });
    return () => network.remove({});
  }
  const container = await docker.createContainer({ name, Image: image, Cmd: ['sleep', '600'] });
  return () => container.remove({ force: true });
}
