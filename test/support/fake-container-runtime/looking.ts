import { labels } from '#contracts/labels.ts';
import { DomainError } from '#domain/errors.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { ObservedContainer } from '#domain/observed.ts';
import type {
  ContainerDetail,
  ContainerRuntime,
  LogLine,
  LogRequest,
  RuntimeEvent,
} from '#ports/container-runtime.ts';
import type { FakeContainer } from './things.ts';
import { usage } from './usage.ts';
import { isOurs, namespaceAlive, ownContainer, type View } from './view.ts';

type Looking =
  | 'version'
  | 'listContainers'
  | 'listNetworks'
  | 'listVolumes'
  | 'hasImage'
  | 'inspect'
  | 'evidence'
  | 'usage'
  | 'logs'
  | 'events';

export function looking(view: View): Pick<ContainerRuntime, Looking> {
  const { engine } = view;
  const { script } = engine;
  return {
    async version() {
      await script.enter('version');
      return { engine: 'fake', api: '1.41' };
    },
    async listContainers(filter = {}) {
      await script.enter('listContainers', filter.service);
      return [...engine.containers.values()]
        .filter((container) => isOurs(view, container.labels))
        .filter(
          ({ labels: found }) => filter.service === undefined || found[labels.service] === filter.service,
        )
        .map((container) => observed(view, container))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    async listNetworks() {
      await script.enter('listNetworks');
      return ownNames(view, engine.networks);
    },
    async listVolumes() {
      await script.enter('listVolumes');
      return ownNames(view, engine.volumes);
    },
    async hasImage(image, digest) {
      await script.enter('hasImage', image);
      const found = engine.images.get(image);
      return found !== undefined && (digest === undefined || found.digest === digest);
    },
    async inspect(container) {
      await script.enter('inspect', container);
      const found = engine.byId(container);
      return found === undefined ? undefined : detail(found);
    },
    async evidence(container, redact) {
      await script.enter('evidence', container);
      const found = engine.byId(container);
      if (found === undefined || !isOurs(view, found.labels)) return undefined;
      const { exitCode } = detail(found);
      return {
        container: found.name,
        state: found.state,
        ...(exitCode === undefined ? {} : { exitCode }),
        ...(found.error === undefined ? {} : { error: found.error }),
        log: found.log.slice(-200).map(({ text }) => redacted(text, redact)),
      };
    },
    async usage() {
      await script.enter('usage');
      return [...engine.containers.values()]
        .filter((container) => isOurs(view, container.labels) && container.state === 'running')
        .map((container) => usage(engine, container))
        .toSorted((a, b) => (a.container < b.container ? -1 : 1));
    },
    logs: (request) => logs(view, request),
    events: (signal) => events(view, signal),
  };
}

function ownNames(
  view: View,
  things: ReadonlyMap<string, { readonly labels: FakeContainer['labels'] }>,
): string[] {
  const own = [...things].filter(([, thing]) => isOurs(view, thing.labels));
  return own.map(([name]) => name).toSorted();
}

function redacted(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= 4)
    .reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text);
}

function observed(view: View, found: FakeContainer): ObservedContainer {
  const { exitCode, startedAt } = detail(found);
  return {
    id: found.id,
    name: found.name,
    service: serviceId(found.labels[labels.service] ?? ''),
    component: componentName(found.labels[labels.component] ?? ''),
    state: found.state,
    configHash: found.labels[labels.configHash] ?? '',
    task: found.labels[labels.task] ?? '',
    revision: Number(found.labels[labels.revision] ?? 0),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(startedAt === undefined ? {} : { startedAt }),
    restarts: found.restarts,
    networks: [...found.networks.keys()].toSorted(),
    aliases: Object.fromEntries(
      [...found.networks].map(([network, { aliases }]) => [network, aliases.toSorted()]),
    ),
    ...(found.request === undefined ? {} : { image: found.request.spec.image }),
    namespaceAlive: namespaceAlive(view, found),
  };
}

function detail(found: FakeContainer): ContainerDetail {
  const runs = found.state === 'running' || found.state === 'paused';
  const addresses = [...found.networks].map(([name, { address }]) => [name, address] as const);
  return {
    id: found.id,
    name: found.name,
    state: found.state,
    ...(runs || found.exitCode === undefined ? {} : { exitCode: found.exitCode }),
    ...(found.error === undefined ? {} : { error: found.error }),
    oomKilled: found.oomKilled,
    ...(found.startedAt === undefined ? {} : { startedAt: found.startedAt }),
    ...(found.health === undefined ? {} : { health: found.health }),
    restarts: found.restarts,
    addresses: runs ? Object.fromEntries(addresses) : {},
    ...(found.namespaceOf === undefined ? {} : { namespaceOf: found.namespaceOf }),
    labels: found.labels,
  };
}

async function* logs(
  view: View,
  { container, tail, since, follow, signal }: LogRequest,
): AsyncGenerator<LogLine> {
  if (signal.aborted) return;
  await view.engine.script.enter('logs', container);
  const found = ownContainer(view, container);
  const subscription = view.engine.streams.follow(found.id);
  try {
    const past = found.log.filter(({ time }) => since === undefined || time >= since);
    yield* tail === undefined ? past : past.slice(Math.max(0, past.length - tail));
    if (follow && found.state === 'running') yield* subscription.channel.read(signal);
  } finally {
    subscription.close();
  }
}

/** Subscribes at the call, as the port promises, and not at the first read. */
function events(view: View, signal: AbortSignal): AsyncIterable<RuntimeEvent> {
  const subscription = view.engine.streams.watch();
  return (async function* () {
    try {
      if (signal.aborted) return;
      await view.engine.script.enter('events');
      for await (const { instance, event } of subscription.channel.read(signal)) {
        if (instance === view.instance) yield event;
      }
      if (!signal.aborted) throw new DomainError('engine-unreachable', 'The stream of events ended.');
    } finally {
      subscription.close();
    }
  })();
}
