import { MockActivityEnvironment } from '@temporalio/testing';
import { expect } from 'vitest';
import { createWatcher } from '#activities/host/watch/watch-host.ts';
import { createProber } from '#adapters/http-probe/prober.ts';
import type { HostReport, Observation } from '#contracts/messages.ts';
import { componentName, hostId, serviceId } from '#domain/ids.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';
import { firstTask, plainRequest } from '#test/contract/container-runtime/requests.ts';
import { openTestInstance, type TestInstanceOptions } from '#test/support/docker/index.ts';

const host = hostId('local');
const within = { timeout: 20_000, interval: 5 };

export type WatchedWeb = Awaited<ReturnType<typeof openWatchedWeb>>;

export interface Told {
  readonly word: Observation;
  /** Milliseconds of the system's clock, like the engine's own times. */
  readonly received: number;
}

/** A service `web` with one container on a real engine, and its watcher. `options`: how the watcher reaches the engine. */
export async function openWatchedWeb(image: string, options: TestInstanceOptions = {}) {
  const instance = openTestInstance('watch', options);
  const [network, name] = [instance.name('net'), instance.name('web')];
  await instance.runtime.createNetwork({
    name: network,
    internal: true,
    pool: '10.222.0.0/16',
    task: firstTask,
  });
  const told: Told[] = [];
  const reports: HostReport[] = [];
  const events: RuntimeEvent[] = [];
  const ending = new AbortController();
  const environment = new MockActivityEnvironment();
  let ended: Promise<unknown> = Promise.resolve();
  const hear = async (is: (word: Observation) => boolean): Promise<Told> => {
    await expect.poll(() => told.some(({ word }) => is(word)), within).toBe(true);
    const found = told.find(({ word }) => is(word));
    if (found === undefined) throw new Error('It was told a moment ago.');
    return found;
  };
  const listen = async (): Promise<void> => {
    for await (const event of instance.runtime.events(ending.signal)) events.push(event);
  };
  return {
    instance,
    network,
    name,
    told,
    reports,
    events,
    /** What the watcher tells from now on. */
    forget: (): void => {
      told.length = 0;
      events.length = 0;
    },
    /** `gateway`: the container whose network it uses; by default it has its own. */
    serve: async (script = 'exec httpd -f -p 8000', gateway?: string): Promise<void> => {
      const attached =
        gateway === undefined
          ? ({ mode: 'networks', networks: [{ name: network, aliases: ['web'] }], ports: [] } as const)
          : ({ mode: 'container', container: gateway } as const);
      const plain = plainRequest({
        name,
        image,
        command: ['sh', '-c', script],
        spec: { service: serviceId('web'), component: componentName('web'), init: true, network: attached },
      });
      const desired = JSON.stringify(labelOf(name, gateway ?? name));
      await instance.runtime.createContainer({ ...plain, desired });
      await instance.runtime.startContainer(name);
    },
    /** Until it has been told as healthy. */
    watch: async (): Promise<void> => {
      const { runtime } = instance;
      const watcher = createWatcher({
        runtime,
        prober: createProber(runtime),
        monitors: {
          observe: async (_service, word) => told.push({ word, received: Date.now() }) > 0,
          reportHost: async (_host, report) => reports.push(report) > 0,
        },
        onUndelivered: () => undefined,
      });
      // The test's own stream ends with the engine, when that goes away.
      const listening = listen().catch(() => undefined);
      ended = Promise.all([environment.run(watcher.watchHost, host).catch(() => undefined), listening]);
      await hear((word) => word.health === 'healthy');
    },
    hear,
    end: async (): Promise<void> => {
      ending.abort();
      environment.cancel();
      await ended;
      await instance.end();
    },
  };
}

function labelOf(container: string, address: string): object {
  return {
    id: 'web',
    health: {
      readiness: { type: 'tcp', component: 'web', port: 8000 },
      startSeconds: 60,
      intervalSeconds: 1,
      timeoutSeconds: 2,
      retries: 2,
    },
    targets: { web: { address, container } },
  };
}
