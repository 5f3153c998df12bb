import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProber } from '#adapters/http-probe/prober.ts';
import type { Probe } from '#domain/health.ts';
import { firstTask, plainRequest } from '#test/contract/container-runtime/requests.ts';
import {
  buildTestImage,
  openTestInstance,
  type TestImage,
  type TestInstance,
} from '#test/support/docker/index.ts';
import { component } from './suite.ts';

describe('a probe of a container', { timeout: 30_000 }, () => {
  let instance: TestInstance;
  let image: TestImage;
  let container: string;

  beforeAll(async () => {
    instance = openTestInstance('probe');
    const more = ['HEALTHCHECK --interval=250ms --timeout=5s --retries=1 CMD true'];
    image = await buildTestImage(`showrunner-test/probe:${instance.unique}`, { more });
    const network = instance.name('net');
    container = instance.name('web');
    await instance.runtime.createNetwork({
      name: network,
      internal: true,
      pool: '10.222.0.0/16',
      task: firstTask,
    });
    const script = 'mkdir /www; echo well > /www/index.html; exec httpd -f -p 8000 -h /www';
    await instance.runtime.createContainer(
      plainRequest({
        name: container,
        image: image.reference,
        command: ['sh', '-c', script],
        spec: {
          init: true,
          network: { mode: 'networks', networks: [{ name: network, aliases: [] }], ports: [] },
        },
      }),
    );
    await instance.runtime.startContainer(container);
  }, 60_000);

  afterAll(async () => {
    await instance.end();
    await image.remove();
  });

  test.each<readonly [string, Probe, string]>([
    [
      'its web server',
      { type: 'http', component, port: 8000, path: '/', status: [200], body: 'well' },
      '200 OK',
    ],
    ['its port', { type: 'tcp', component, port: 8000 }, 'port 8000 is open'],
    ['a command in it', { type: 'exec', component, command: ['test', '-d', '/www'] }, 'exit code 0'],
    ['its own health check', { type: 'engine', component }, 'healthy'],
  ])('reaches %s, also on a network without a way out', async (_what, probe, detail) => {
    const target = { container, inside: container };
    await expect
      .poll(() => createProber(instance.runtime).probe(probe, target, 5), { timeout: 10_000 })
      .toEqual({ ok: true, detail });
  });
});
