import { afterEach, expect, test } from 'vitest';
import { createDockerRuntime, type DockerRuntime } from '#adapters/docker/runtime.ts';
import { labels } from '#contracts/labels.ts';
import { instanceId } from '#domain/ids.ts';
import { firstTask, plainRequest } from '#test/contract/container-runtime/requests.ts';
import {
  type ScriptedAnswer,
  type ScriptedEngine,
  type ScriptedRequest,
  startScriptedEngine,
} from '#test/support/docker/scripted-engine.ts';

const instance = { id: instanceId('scripted'), name: 'scripted' };
let engine: ScriptedEngine | undefined;
let runtime: DockerRuntime | undefined;

afterEach(async () => {
  await runtime?.close();
  await engine?.stop();
});

async function connect(
  script: (request: ScriptedRequest) => ScriptedAnswer | undefined,
): Promise<DockerRuntime> {
  engine = await startScriptedEngine(script);
  runtime = createDockerRuntime({ instance, dockerHost: engine.dockerHost });
  return runtime;
}

function version(Version: string, ApiVersion: string, MinAPIVersion: string): ScriptedAnswer {
  return { status: 200, json: { Version, ApiVersion, MinAPIVersion } };
}

function network(Name: string): object {
  const Labels = { [labels.instance]: instance.id };
  return {
    Id: `id-${Name}`,
    Name,
    Created: '2026-01-01T00:00:00Z',
    Internal: true,
    Labels,
    IPAM: { Config: [] },
  };
}

const twoNetworks = {
  network: {
    mode: 'networks',
    networks: [
      { name: 'a', aliases: ['one'] },
      { name: 'b', aliases: ['two'] },
    ],
    ports: [],
  },
} as const;

test('gives an engine of API 1.44 and later all networks at once, and speaks no newer API than is known', async () => {
  const own = await connect(({ path }) => {
    if (path === '/version') return version('29.1.0', '1.52', '1.44');
    if (path === '/v1.45/networks') return { status: 200, json: [network('a'), network('b')] };
    if (path === '/v1.45/containers/create') return { status: 201, json: { Id: 'made' } };
    if (path === '/v1.45/containers/web/json') return { status: 404, json: { message: 'No such container' } };
    return undefined;
  });
  await own.createContainer(plainRequest({ name: 'web', image: 'x:1', command: [], spec: twoNetworks }));
  expect(creations()).toEqual([
    expect.objectContaining({
      NetworkingConfig: { EndpointsConfig: { a: { Aliases: ['one'] }, b: { Aliases: ['two'] } } },
    }),
  ]);
});

test('gives an older engine the first network, and connects the others', async () => {
  const own = await connect(({ path }) => {
    if (path === '/version') return version('20.10.24', '1.41', '1.12');
    if (path === '/v1.41/networks') return { status: 200, json: [network('a'), network('b')] };
    if (path === '/v1.41/containers/create') return { status: 201, json: { Id: 'made' } };
    if (path === '/v1.41/containers/web/json') return { status: 404, json: { message: 'No such container' } };
    if (path === '/v1.41/networks/id-b/connect') return { status: 200 };
    return undefined;
  });
  await own.createContainer(plainRequest({ name: 'web', image: 'x:1', command: [], spec: twoNetworks }));
  expect(creations()).toEqual([
    expect.objectContaining({ NetworkingConfig: { EndpointsConfig: { a: { Aliases: ['one'] } } } }),
  ]);
  expect(engine?.requests.at(-1)?.body).toEqual({
    Container: 'made',
    EndpointConfig: { Aliases: ['two'] },
  });
});

test('asks anew which API an engine speaks once it was away', async () => {
  let answer = version('20.10.24', '1.41', '1.12');
  const own = await connect(({ path }) => {
    if (path === '/version') return answer;
    if (path.endsWith('/volumes'))
      return path.startsWith('/v1.41') ? containerdGone : { status: 200, json: {} };
    return undefined;
  });
  await expect(own.listVolumes()).rejects.toMatchObject({ code: 'engine-unreachable' });
  answer = version('29.1.0', '1.52', '1.44');
  expect(await own.listVolumes()).toEqual([]);
});

test('goes on to the next subnet when the engine refuses one', async () => {
  let refusals = 3;
  const own = await connect(({ method, path }) => {
    if (path === '/version') return version('20.10.24', '1.41', '1.12');
    if (path === '/v1.41/networks' && method === 'GET') return { status: 200, json: [] };
    if (path !== '/v1.41/networks/create') return undefined;
    refusals -= 1;
    return refusals >= 0 ? overlaps : { status: 201, json: { Id: 'made' } };
  });
  const request = { name: 'net', internal: true, pool: '10.222.0.0/16', task: firstTask };
  expect((await own.createNetwork(request)).outcome).toBe('done');
  expect(new Set(creations().map(subnetOf)).size).toBe(4);
});

test('gives up after sixteen refused subnets', async () => {
  const own = await connect(({ method, path }) => {
    if (path === '/version') return version('20.10.24', '1.41', '1.12');
    if (method === 'GET') return { status: 200, json: [] };
    return overlaps;
  });
  const request = { name: 'net', internal: true, pool: '10.222.0.0/16', task: firstTask };
  await expect(own.createNetwork(request)).rejects.toMatchObject({ code: 'network-unavailable' });
  expect(creations()).toHaveLength(16);
});

test('says where an answer is not what the engine’s API promises', async () => {
  const own = await connect(({ path }) =>
    path === '/version'
      ? version('20.10.24', '1.41', '1.12')
      : { status: 200, json: { Volumes: [{ Name: 5 }] } },
  );
  await expect(own.listVolumes()).rejects.toThrow('GET /volumes was not understood at "Volumes.0.Name"');
});

const containerdGone: ScriptedAnswer = {
  status: 500,
  json: {
    message: 'connection error: dial unix /run/containerd/containerd.sock: connect: connection refused',
  },
};

const overlaps: ScriptedAnswer = {
  status: 403,
  json: { message: 'Pool overlaps with other one on this address space' },
};

function creations(): readonly unknown[] {
  const made = engine?.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/create'));
  return made?.map(({ body }) => body) ?? [];
}

function subnetOf(body: unknown): string {
  return /"Subnet":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? '';
}
