import { type ContainerAnswer, created } from '#adapters/docker/connection/answers.ts';
import { manyEndpointsApi } from '#adapters/docker/connection/api-version.ts';
import { type EngineRefusal, isRefusal, sentence } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { isOurs, nameTaken, requireOurs } from '#adapters/docker/ownership.ts';
import { redactor } from '#adapters/docker/redactor.ts';
import { networksByName } from '#adapters/docker/resources/networks.ts';
import { listVolumes } from '#adapters/docker/resources/volumes.ts';
import { labels } from '#contracts/labels.ts';
import { DomainError } from '#domain/errors.ts';
import type { Adoption, ContainerRequest } from '#ports/container-runtime.ts';
import { attach } from './attach.ts';
import { containerBody, type NetworkPart } from './container-body.ts';
import { lookAt } from './containers.ts';
import { namespaceAlive, namespaceOf } from './namespace.ts';
import { stopAndRemove } from './remove-container.ts';

/** How often the name may be found taken between the look and the creation. */
const attempts = 3;

/**
 * Adopts a container of ours that is what the request wants, and replaces one that is not. Whoever is killed in between
 * repeats the call: it finds the old one, the new one, or none.
 */
export async function createContainer(context: DockerContext, request: ContainerRequest): Promise<Adoption> {
  const { name } = request.spec;
  const surroundings = await surroundingsOf(context, request);
  let replaced = false;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const found = await lookAt(context, name);
    if (found === undefined) {
      const made = await create(context, request, surroundings);
      if (made === undefined) continue;
      await connectRest(context, request, surroundings, made);
      return {
        outcome: 'done',
        detail: `${replaced ? 'replaced' : 'created'} ${name} (${made.id.slice(0, 12)})`,
      };
    }
    requireOurs(context.instance, 'container', name, found.Config.Labels);
    if (isWanted(found, request, surroundings)) {
      const attached = Object.keys(found.NetworkSettings.Networks);
      await connectRest(context, request, surroundings, { id: found.Id, attached });
      return { outcome: 'adopted', detail: `${name} is there as wanted (${found.Id.slice(0, 12)})` };
    }
    await stopAndRemove(context, found);
    replaced = true;
  }
  throw nameTaken('container', name, 'comes back as often as it is replaced');
}

/** What the container is put into, as the engine has it now. */
interface Surroundings {
  /** Set for a namespace member. */
  readonly gateway?: ContainerAnswer;
  /** Engine ids by name, for a container with networks of its own. */
  readonly networks: ReadonlyMap<string, string>;
}

/**
 * Looked at before anything is made: the engine itself would accept an unknown network and refuse only the start, and
 * would make an unknown volume without our labels.
 */
async function surroundingsOf(context: DockerContext, { spec }: ContainerRequest): Promise<Surroundings> {
  const volumes = spec.mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.source] : []));
  if (volumes.length > 0) requireAll('volume', volumes, new Set(await listVolumes(context)));
  if (spec.network.mode === 'networks') {
    const names = spec.network.networks.map(({ name }) => name);
    const networks = names.length === 0 ? new Map<string, string>() : await networksByName(context);
    requireAll('network', names, networks);
    return { networks };
  }
  const gateway = await lookAt(context, spec.network.container);
  if (gateway !== undefined && isOurs(context.instance, gateway.Config.Labels)) {
    return { gateway, networks: new Map() };
  }
  const which = gateway === undefined ? 'does not exist' : 'is not ours';
  throw new DomainError(
    'container-invalid',
    `"${spec.name}" uses the network of "${spec.network.container}", which ${which}.`,
  );
}

function requireAll(kind: string, names: readonly string[], has: { has(name: string): boolean }): void {
  const missing = names.filter((name) => !has.has(name));
  if (missing.length === 0) return;
  throw new DomainError(
    'container-invalid',
    `Of this instance there is no ${kind} "${missing.join('", "')}".`,
  );
}

function isWanted(found: ContainerAnswer, request: ContainerRequest, surroundings: Surroundings): boolean {
  const { gateway, networks } = surroundings;
  if (found.Config.Labels[labels.configHash] !== request.configHash) return false;
  if (found.State.Status === 'removing' || found.State.Status === 'dead') return false;
  const stale = Object.entries(found.NetworkSettings.Networks).some(
    // Empty until the first start. A network that was made anew under its name is another one to the container.
    ([name, { NetworkID: id }]) => id !== '' && networks.has(name) && networks.get(name) !== id,
  );
  return !stale && namespaceOf(found) === gateway?.Id && namespaceAlive(found, gateway);
}

interface Attached {
  readonly id: string;
  /** Names of the networks that it has. */
  readonly attached: readonly string[];
}

/** Undefined when somebody else took the name meanwhile. */
async function create(
  context: DockerContext,
  request: ContainerRequest,
  surroundings: Surroundings,
): Promise<Attached | undefined> {
  const network = await networkPart(context, request, surroundings);
  try {
    const { Id: id } = await context.engine.ask(created, {
      method: 'POST',
      path: '/containers/create',
      query: { name: request.spec.name },
      body: containerBody(context.instance, request, network),
      deadline: context.engine.deadlines.change,
    });
    return { id, attached: Object.keys(network.endpoints) };
  } catch (error) {
    if (isRefusal(error, 409)) return undefined;
    throw isRefusal(error) ? creationError(error, request) : error;
  }
}

async function networkPart(
  context: DockerContext,
  { spec }: ContainerRequest,
  { gateway }: Surroundings,
): Promise<NetworkPart> {
  if (gateway !== undefined) return { mode: `container:${gateway.Id}`, endpoints: {} };
  const networks = spec.network.mode === 'networks' ? spec.network.networks : [];
  const [first] = networks;
  if (first === undefined) return { mode: 'none', endpoints: {} };
  const { minor } = await context.engine.version();
  const atOnce = minor >= manyEndpointsApi ? networks : [first];
  const endpoints = atOnce.map(({ name, aliases }) => [name, { Aliases: aliases }] as const);
  return { mode: first.name, endpoints: Object.fromEntries(endpoints) };
}

/** Networks that the creation could not take, that a call killed in between did not come to, or that others took away. */
async function connectRest(
  context: DockerContext,
  { spec }: ContainerRequest,
  { networks }: Surroundings,
  { id, attached }: Attached,
): Promise<void> {
  if (spec.network.mode !== 'networks') return;
  for (const { name, aliases } of spec.network.networks) {
    const network = networks.get(name);
    if (network !== undefined && !attached.includes(name)) await attach(context, id, network, aliases);
  }
}

function creationError(error: EngineRefusal, request: ContainerRequest): DomainError {
  // The engine quotes what it does not like, and that could be a value of the environment.
  const clean = redactor(Object.values(request.environment))(error.message);
  if (error.status === 404 && /no such image/i.test(clean)) {
    return new DomainError('image-not-found', `The engine does not have ${request.spec.image}.`);
  }
  return new DomainError('container-invalid', `"${request.spec.name}": ${sentence(clean)}`);
}
