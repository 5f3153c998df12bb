import {
  type InstanceAddress,
  type InstanceResources,
  listInstanceResources,
  removeInstanceResources,
  stopInstanceContainers,
} from '#assembly/instance-resources.ts';
import type { Home } from '#platform/home.ts';
import { ensureEngine } from '#supervisor/engine/ensure.ts';
import type { CliContext } from '../context.ts';
import { startProgress } from '../output/progress.ts';

/** Time that each container is given to end by itself. */
const graceSeconds = 30;

/** Stops every container of the home's instance; the names of those that were running. */
export async function stopAll(context: CliContext, home: Home): Promise<readonly string[]> {
  const address = await addressOf(context, home);
  const progress = startProgress(context.output);
  progress.say('stopping containers');
  try {
    const { containers } = await stopInstanceContainers(address, graceSeconds);
    return containers.filter(({ running }) => running).map(({ name }) => name);
  } finally {
    progress.clear();
  }
}

export async function listResources(context: CliContext, home: Home): Promise<InstanceResources> {
  return listInstanceResources(await addressOf(context, home));
}

export async function removeResources(context: CliContext, home: Home): Promise<InstanceResources> {
  return removeInstanceResources(await addressOf(context, home), graceSeconds);
}

async function addressOf({ environment }: CliContext, { id, name }: Home): Promise<InstanceAddress> {
  const { address } = await ensureEngine({ environment, mayInstall: false });
  return { instance: { id, name }, dockerHost: address };
}
