import { setTimeout as delay } from 'node:timers/promises';
import { rawDocker } from '#test/support/docker/client.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { graceSeconds } from './fixtures.ts';

/** What docker-autoheal does by default: it asks every five seconds. */
export const pollSeconds = 5;

export interface Autoheal {
  /** Value of the label `bench`, by which its containers are found. */
  readonly label: string;
  /** Makes and starts what is missing; docker-autoheal itself has nothing of the kind. */
  readonly missing?: { readonly container: string; readonly make: () => Promise<void> };
}

/** A loop that restarts what the engine calls unhealthy, until the cleanup. */
export function startAutoheal({ label, missing }: Autoheal, cleanup: Cleanup): void {
  const ending = new AbortController();
  const { signal } = ending;
  const loop = (async () => {
    while (!signal.aborted) {
      await restartUnhealthy(label);
      if (missing !== undefined && !(await exists(missing.container))) await missing.make();
      await delay(pollSeconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  })();
  cleanup.later(async () => {
    ending.abort();
    await loop;
  });
}

async function restartUnhealthy(label: string): Promise<void> {
  const docker = rawDocker();
  const filters = { label: [`bench=${label}`], health: ['unhealthy'] };
  const unhealthy = await docker.listContainers({ filters });
  await Promise.all(unhealthy.map(({ Id }) => docker.getContainer(Id).restart({ t: graceSeconds })));
}

async function exists(name: string): Promise<boolean> {
  const found = await rawDocker().listContainers({ all: true, filters: { name: [`^/${name}$`] } });
  return found.length > 0;
}
