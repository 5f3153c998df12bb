import { mkdir } from 'node:fs/promises';
import type { Client } from '@temporalio/client';
import { createTemporalClient } from '#adapters/temporal/connection.ts';
import type { ShowrunnerClient } from '#sdk/index.ts';
import type { BenchContext } from '../context.ts';
import { type BenchInstance, writeSettings } from '../support/instance.ts';
import { type EngineEvent, hearEngine } from './engine-events.ts';
import type { Heard } from './heard.ts';
import { operate } from './operate.ts';
import { followStory, type Story } from './story.ts';

/** An instance at work, its engine and its story overheard. */
export interface Life {
  readonly client: ShowrunnerClient;
  readonly temporal: Client;
  readonly engine: Heard<EngineEvent>;
  readonly story: Story;
  /** The engine's name of the service's only container. */
  containerOf(service: string): string;
}

/** Installations at once. */
const atOnce = 4;

export async function beginLife({ instance, cleanup }: BenchContext): Promise<Life> {
  const { home, folders, client } = instance;
  await mkdir(folders.data, { recursive: true });
  const settings = {
    'paths.data': folders.data,
    'paths.config': folders.config,
    'user.uid': 1000,
    'user.gid': 1000,
    'network.pool': '10.216.0.0/16',
    'network.portOffset': 0,
  };
  await instance.run('up', '--settings', await writeSettings(home, settings));
  const address = `127.0.0.1:${home.ports.temporal}`;
  const temporal = createTemporalClient({ address, namespace: 'showrunner' }, 'bench');
  cleanup.later(() => temporal.close());
  return {
    client,
    temporal: temporal.client,
    engine: await hearEngine(cleanup),
    story: await followStory(client, cleanup),
    containerOf: (service) => containerOf(instance, service),
  };
}

/** Installs what is not there yet. */
export async function ensureInstalled({ client, temporal }: Life, names: readonly string[]): Promise<void> {
  const { services } = await client.services.list();
  const missing = names.filter((name) => !services.some(({ id }) => id === name));
  const work = missing.values();
  const installNext = async (): Promise<void> => {
    for (const name of work) await operate(client, temporal, 'install', name);
  };
  await Promise.all(Array.from({ length: atOnce }, installNext));
}

/** A stop by a person ends all that recovery remembers, so that each run is a first attempt. */
export async function startAfresh({ client, temporal }: Life, service: string): Promise<void> {
  await operate(client, temporal, 'stop', service);
  await operate(client, temporal, 'start', service);
}

/** Milliseconds since the epoch, finer than `Date.now()`. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

function containerOf({ home }: BenchInstance, service: string): string {
  return `showrunner-${home.name}-${service}`;
}
