import { created, type NetworkAnswer } from '#adapters/docker/connection/answers.ts';
import { isRefusal, sentence } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { isOurs, nameTaken, requireOurs } from '#adapters/docker/ownership.ts';
import { labels } from '#contracts/labels.ts';
import { DomainError } from '#domain/errors.ts';
import type { Adoption, NetworkRequest } from '#ports/container-runtime.ts';
import { askNetworks, networkNamed, removeById } from './networks.ts';
import { freeSubnets } from './subnets.ts';

/** How many subnets the engine may refuse: it also knows ranges that no network shows. */
const refusals = 16;

export async function createNetwork(context: DockerContext, request: NetworkRequest): Promise<Adoption> {
  const networks = await askNetworks(context);
  if (networks.some(({ Name }) => Name === request.name)) return await adopt(context, request);
  const taken = networks.flatMap((network) => network.IPAM.Config.flatMap(({ Subnet }) => Subnet ?? []));
  const seed = `${context.instance.id}/${request.name}`;
  let left = refusals;
  let last = 'every /24 of it is in use';
  for (const subnet of freeSubnets(request.pool, seed, taken)) {
    const outcome = await tryCreate(context, request, subnet);
    if ('id' in outcome) return await elect(context, request, outcome.id, subnet);
    if (outcome.refused === 'name') return await adopt(context, request);
    last = outcome.why;
    left -= 1;
    if (left === 0) break;
  }
  throw new DomainError(
    'network-unavailable',
    `No subnet of ${request.pool} could be had for "${request.name}": ${sentence(last)}`,
  );
}

type Outcome =
  | { readonly id: string }
  | { readonly refused: 'name' }
  | { readonly refused: 'subnet'; readonly why: string };

async function tryCreate(context: DockerContext, request: NetworkRequest, subnet: string): Promise<Outcome> {
  try {
    const { Id: id } = await context.engine.ask(created, {
      method: 'POST',
      path: '/networks/create',
      body: networkBody(context, request, subnet),
      deadline: context.engine.deadlines.change,
    });
    return { id };
  } catch (error) {
    if (isRefusal(error, 409)) return { refused: 'name' };
    if (isRefusal(error) && /overlap|non-overlapping|already in use/i.test(error.message)) {
      return { refused: 'subnet', why: error.message };
    }
    throw error;
  }
}

function networkBody(context: DockerContext, request: NetworkRequest, subnet: string): object {
  return {
    Name: request.name,
    CheckDuplicate: true,
    Driver: 'bridge',
    Internal: request.internal,
    Attachable: true,
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
    Labels: { [labels.instance]: context.instance.id, [labels.task]: request.task },
  };
}

/**
 * `CheckDuplicate` does not hold against two creations at once: both may succeed. Whoever created looks again; everybody
 * agrees on the earliest, and whoever sees a later one removes it, for no container starts while a name has two networks.
 */
async function elect(
  context: DockerContext,
  request: NetworkRequest,
  id: string,
  subnet: string,
): Promise<Adoption> {
  const winner = await settleOnOne(context, request.name);
  if (winner === undefined || winner.Id === id) {
    return { outcome: 'done', detail: `created ${request.name} (${subnet})` };
  }
  return adopted(context, request, winner);
}

async function adopt(context: DockerContext, request: NetworkRequest): Promise<Adoption> {
  const found = await settleOnOne(context, request.name);
  if (found !== undefined) return adopted(context, request, found);
  throw nameTaken('network', request.name, 'was removed while it was being looked at');
}

async function settleOnOne(context: DockerContext, name: string): Promise<NetworkAnswer | undefined> {
  const [winner, ...later] = await networkNamed(context, name);
  for (const network of later) {
    if (isOurs(context.instance, network.Labels)) await removeById(context, network.Id);
  }
  return winner;
}

function adopted(context: DockerContext, request: NetworkRequest, found: NetworkAnswer): Adoption {
  requireOurs(context.instance, 'network', request.name, found.Labels);
  if (found.Internal === request.internal) {
    return { outcome: 'adopted', detail: `${request.name} is there as wanted` };
  }
  // The engine cannot change this, and a network that should be cut off must not be taken for one that is.
  const [is, should] = found.Internal ? ['internal', 'open'] : ['open', 'internal'];
  throw nameTaken('network', request.name, `is ${is} where an ${should} one is wanted`);
}
