import { once } from 'node:events';
import { labels } from '#contracts/labels.ts';
import { DomainError } from '#domain/errors.ts';
import type {
  Adoption,
  ContainerRuntime,
  PullOutcome,
  PullRequest,
  Removal,
} from '#ports/container-runtime.ts';
import type { FakeEngine } from './engine.ts';
import { isOurs, requireOurs, type View } from './view.ts';

type Resources = 'pullImage' | 'createNetwork' | 'createVolume' | 'removeNetwork' | 'removeVolume';

export function resources(view: View): Pick<ContainerRuntime, Resources> {
  const { engine, instance } = view;
  const { script } = engine;
  return {
    async pullImage(request) {
      await script.enter('pullImage', request.image);
      return await pull(engine, request);
    },
    async createNetwork({ name, internal, pool, task }) {
      await script.enter('createNetwork', name);
      const found = engine.networks.get(name);
      if (found === undefined) {
        const made = { [labels.instance]: instance, [labels.task]: task };
        engine.networks.set(name, { internal, subnet: freeSubnet(engine, pool), labels: made });
        return done(name);
      }
      requireOurs(view, 'network', name, found.labels);
      if (found.internal === internal) return adopted(name);
      throw new DomainError('name-taken', `The network "${name}" exists and is not as it is wanted.`);
    },
    async createVolume({ name, service, task }) {
      await script.enter('createVolume', name);
      const found = engine.volumes.get(name);
      if (found !== undefined) {
        requireOurs(view, 'volume', name, found.labels);
        return adopted(name);
      }
      const made = { [labels.instance]: instance, [labels.service]: service, [labels.task]: task };
      engine.volumes.set(name, { labels: made });
      return done(name);
    },
    async removeNetwork(name, onlyTask) {
      await script.enter('removeNetwork', name);
      const used = [...engine.containers.values()].some((container) => container.networks.has(name));
      return remove(engine.networks, name, used, (found) => isOurs(view, found, onlyTask));
    },
    async removeVolume(name, onlyTask) {
      await script.enter('removeVolume', name);
      const mounts = [...engine.containers.values()].flatMap(({ request }) => request?.spec.mounts ?? []);
      const used = mounts.some(({ type, source }) => type === 'volume' && source === name);
      return remove(engine.volumes, name, used, (found) => isOurs(view, found, onlyTask));
    },
  };
}

async function pull(engine: FakeEngine, request: PullRequest): Promise<PullOutcome> {
  const { image, digest, signal, onProgress } = request;
  signal.throwIfAborted();
  const found = engine.images.get(image);
  if (found !== undefined && (digest === undefined || digest === found.digest)) {
    return { ...adopted(image), ...(found.digest === undefined ? {} : { digest: found.digest }) };
  }
  const offer = engine.offerOf(image);
  if (digest !== undefined && digest !== offer.digest) {
    throw new DomainError('image-not-found', `${image} was not pulled: manifest unknown.`, {
      data: { image, retryable: false },
    });
  }
  onProgress({ current: 0, total: offer.bytes });
  if (offer.stalls) await untilAborted(signal);
  onProgress({ current: offer.bytes, total: offer.bytes });
  engine.addImage(image, offer.digest);
  return { ...done(image), digest: offer.digest };
}

async function untilAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

function freeSubnet(engine: FakeEngine, pool: string): string {
  const [a, b, c, , prefix] = pool.split(/[./]/).map(Number);
  const taken = new Set([...engine.networks.values()].map(({ subnet }) => subnet));
  const count = Math.min(256, 2 ** (24 - (prefix ?? 24)));
  for (let step = 0; step < count; step += 1) {
    const subnet = `${a}.${b}.${(c ?? 0) + step}`;
    if (!taken.has(subnet)) return subnet;
  }
  throw new DomainError('network-unavailable', `Every /24 of ${pool} is in use.`);
}

function remove(
  things: Map<string, { readonly labels: Readonly<Record<string, string>> }>,
  name: string,
  used: boolean,
  ours: (labels: Readonly<Record<string, string>>) => boolean,
): Removal {
  const found = things.get(name);
  if (found === undefined) return { outcome: 'absent' };
  if (!ours(found.labels)) return { outcome: 'not-ours' };
  if (used) return { outcome: 'in-use' };
  things.delete(name);
  return { outcome: 'removed' };
}

function done(name: string): Adoption {
  return { outcome: 'done', detail: `made ${name}` };
}

function adopted(name: string): Adoption {
  return { outcome: 'adopted', detail: `${name} is there` };
}
