import type { Client } from '@temporalio/client';
import { untilReleased } from '../life/operate.ts';
import { criticalPath, type Parts } from '../support/critical-path.ts';
import type { BenchInstance } from '../support/instance.ts';
import { eventsOfRequest, untilSucceeded } from '../support/request.ts';
import { readTimeline } from '../support/timeline.ts';
import { fixture } from './fixture.ts';
import { type RunLatencies, readLatencies } from './history.ts';

export interface InstallRun {
  /** From the request to the end of the task, as its stream tells it. */
  readonly milliseconds: number;
  readonly parts: Parts & { readonly 'request and stream': number };
  readonly latencies: RunLatencies;
}

/** Installs the fixture through the API, and takes it away again. */
export async function installFixture({ client }: BenchInstance, temporal: Client): Promise<InstallRun> {
  const began = performance.now();
  const { id } = await client.services.install({ service: fixture.name });
  await untilSucceeded(client, id);
  const milliseconds = performance.now() - began;
  await untilReleased(temporal, id);
  const timeline = readTimeline(await eventsOfRequest(client, id));
  const parts = criticalPath(timeline, id);
  const known = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const latencies = await readLatencies(temporal, id);
  const removal = await client.services.uninstall(fixture.name, { purge: true });
  await untilSucceeded(client, removal.id);
  await untilReleased(temporal, removal.id);
  return { milliseconds, parts: { ...parts, 'request and stream': milliseconds - known }, latencies };
}
