import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { ownNetwork } from '#adapters/docker/resources/networks.ts';
import type { Adoption } from '#ports/container-runtime.ts';
import { ownContainer } from './containers.ts';

export async function connectNetwork(
  context: DockerContext,
  container: string,
  network: string,
  aliases: readonly string[],
): Promise<Adoption> {
  const found = await ownContainer(context, container);
  const target = await ownNetwork(context, network);
  const endpoint = found.NetworkSettings.Networks[network];
  if (endpoint !== undefined) {
    const lost = aliases.filter((alias) => !endpoint.Aliases.includes(alias));
    if (lost.length === 0) return { outcome: 'adopted', detail: `${container} is in ${network}` };
    // The names of an endpoint cannot be changed while it is there.
    await detach(context, found.Id, target.Id);
  }
  const outcome = await attach(context, found.Id, target.Id, aliases);
  return { outcome, detail: `${container} is in ${network}` };
}

async function detach(context: DockerContext, container: string, network: string): Promise<void> {
  try {
    await context.engine.tell({
      method: 'POST',
      path: `/networks/${network}/disconnect`,
      body: { Container: container },
      deadline: context.engine.deadlines.change,
    });
  } catch (error) {
    // Somebody else has done it.
    if (!isRefusal(error, 403, 404) || !/is not connected/i.test(error.message)) throw error;
  }
}

export async function attach(
  context: DockerContext,
  container: string,
  network: string,
  aliases: readonly string[],
): Promise<Adoption['outcome']> {
  try {
    await context.engine.tell({
      method: 'POST',
      path: `/networks/${network}/connect`,
      body: { Container: container, EndpointConfig: { Aliases: aliases } },
      deadline: context.engine.deadlines.change,
    });
    return 'done';
  } catch (error) {
    if (isRefusal(error, 403, 409) && /already exists in network|already attached/i.test(error.message)) {
      return 'adopted';
    }
    throw error;
  }
}
