import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDockerRuntime } from '#adapters/docker/runtime.ts';
import { instanceId } from '#domain/ids.ts';
import { rawDocker, removeEverythingOf } from '#test/support/docker/client.ts';
import { startRegistry } from '#test/support/docker/registry.ts';
import { startRegistryProxy } from '#test/support/docker/registry-proxy.ts';
import { buildTestImage, removeImage } from '#test/support/docker/test-image.ts';
import { freePort } from '#test/support/docker/wait-for.ts';
import type { Program, RuntimeHarness } from './harness.ts';
import { containerRuntimeContract } from './suite.ts';

containerRuntimeContract('Docker', begin);

async function begin(): Promise<RuntimeHarness> {
  const unique = randomBytes(4).toString('hex');
  const instance = instanceId(`contract-${unique}`);
  const strangeInstance = instanceId(`stranger-${unique}`);
  const prefix = `showrunner-contract-${unique}`;
  const folder = await mkdtemp(join(tmpdir(), `${prefix}-`));
  const image = await buildTestImage(`showrunner-test/contract:${unique}`);
  const registry = await startRegistry();
  const proxy = await startRegistryProxy(registry.port);
  const offered = await offer(`${unique}-offered`, 300_000, (local) => registry.push(local, 'offered:1'));
  await offer(`${unique}-slow`, 4_000_000, (local) => registry.push(local, 'slow:1'));
  proxy.faults.bytesPerSecond = 200_000;
  const runtime = createDockerRuntime({ instance: { id: instance, name: 'contract' } });
  const stranger = createDockerRuntime({ instance: { id: strangeInstance, name: 'stranger' } });
  const foreign: (() => Promise<unknown>)[] = [];
  const offeredImage = `${registry.address}/offered:1`;
  return {
    runtime,
    instance,
    stranger,
    image: image.reference,
    offered: { image: offeredImage, digest: offered },
    slow: `${proxy.address}/slow:1`,
    absent: `${registry.address}/absent:1`,
    folder,
    pool: '10.222.0.0/16',
    port: await freePort(),
    name: (suffix) => `${prefix}-${suffix}`,
    program: (_container, program) => ['sh', '-c', scripts[program]],
    async makeForeign(kind, name) {
      foreign.push(await makeForeign(kind, name, image.reference));
    },
    async end() {
      await Promise.all(foreign.map((remove) => remove()));
      await removeEverythingOf(instance);
      await removeEverythingOf(strangeInstance);
      await Promise.all([runtime.close(), stranger.close()]);
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
  talk: 'echo one; echo two >&2; trap "exit 0" TERM; while :; do sleep 60 & wait $!; done',
};

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
    const Config = [{ Subnet: '10.223.251.0/24' }];
    const network = await docker.createNetwork({ Name: name, IPAM: { Driver: 'default', Config } });
    return () => network.remove({});
  }
  const container = await docker.createContainer({ name, Image: image, Cmd: ['sleep', '600'] });
  return () => container.remove({ force: true });
}
