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
  if (found.NetworkSettings.Networks[network] !== undefined) {
    return { outcome: 'adopted', detail: `${container} is in ${network}` };
  }
  const outcome = await attach(context, found.Id, target.Id, aliases);
  return { outcome, detail: `${container} is in ${network}` };
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
