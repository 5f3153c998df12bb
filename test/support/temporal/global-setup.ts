import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureBundle } from '#workers/bundle.ts';
import { startTestTemporal } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly temporalAddress: string;
    readonly workflowBundle: string;
  }
}

/** One server and one bundle for all test files of the project; each file has a namespace of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-bundle-'));
  const [server, bundle] = await Promise.all([startTestTemporal(), ensureBundle(folder)]);
  project.provide('temporalAddress', server.address);
  project.provide('workflowBundle', bundle);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
