import { labels } from '#contracts/labels.ts';
import { madeOf } from '#domain/drift.ts';
import { DomainError } from '#domain/errors.ts';
import type { Adoption, ContainerRequest, ContainerRuntime } from '#ports/container-runtime.ts';
import type { FakeEngine } from './engine.ts';
import { end } from './lifecycle.ts';
import type { FakeContainer } from './things.ts';
import { isOurs, namespaceAlive, ownContainer, requireOurs, type View } from './view.ts';

type Creation = 'createContainer' | 'seedFile' | 'connectNetwork';

export function creation(view: View): Pick<ContainerRuntime, Creation> {
  const { engine } = view;
  const { script } = engine;
  return {
    async createContainer(request) {
      await script.enter('createContainer', request.spec.name);
      return create(view, request);
    },
    async seedFile(request) {
      await script.enter('seedFile', request.container);
      const { files } = ownContainer(view, request.container);
      if (files.has(request.path)) return { outcome: 'adopted', detail: `${request.path} is there` };
      files.set(request.path, request);
      return { outcome: 'done', detail: `wrote ${request.path}` };
    },
    async connectNetwork(container, network, aliases) {
      await script.enter('connectNetwork', container);
      const found = ownContainer(view, container);
      const target = engine.networks.get(network);
      if (target === undefined) throw new DomainError('not-found', `There is no network "${network}".`);
      requireOurs(view, 'network', network, target.labels);
      const detail = `${container} is in ${network}`;
      const known = found.networks.get(network)?.aliases;
      if (known !== undefined && aliases.every((alias) => known.includes(alias)))
        return { outcome: 'adopted', detail };
      if (known !== undefined) engine.announce(found, { type: 'disconnect' });
      found.networks.set(network, { aliases, address: addressIn(view.engine, network) });
      if (found.state === 'running') engine.announce(found, { type: 'connect' });
      return { outcome: 'done', detail };
    },
  };
}

function create(view: View, request: ContainerRequest): Adoption {
  const { spec } = request;
  const gateway = gatewayOf(view, request);
  requireSurroundings(view, request);
  const found = view.engine.containers.get(spec.name);
  if (found !== undefined) {
    requireOurs(view, 'container', spec.name, found.labels);
    if (isWanted(view, found, request, gateway)) {
      return { outcome: 'adopted', detail: `${spec.name} is there as wanted` };
    }
    end(view, found);
    view.engine.containers.delete(spec.name);
    view.engine.announce(found, { type: 'destroy' });
  }
  view.engine.containers.set(spec.name, newContainer(view, request, gateway));
  return { outcome: 'done', detail: `${found === undefined ? 'created' : 'replaced'} ${spec.name}` };
}

function isWanted(
  view: View,
  found: FakeContainer,
  { configHash }: ContainerRequest,
  gateway: FakeContainer | undefined,
): boolean {
  const same = found.labels[labels.configHash] === configHash;
  return same && found.namespaceOf === gateway?.id && namespaceAlive(view, found);
}

function gatewayOf(view: View, { spec }: ContainerRequest): FakeContainer | undefined {
  if (spec.network.mode === 'networks') return undefined;
  const gateway = view.engine.containers.get(spec.network.container);
  if (gateway !== undefined && isOurs(view, gateway.labels)) return gateway;
  throw new DomainError('container-invalid', `"${spec.name}" uses the network of what is not there.`);
}

function requireSurroundings({ engine, ...view }: View, { spec }: ContainerRequest): void {
  const networks = spec.network.mode === 'networks' ? spec.network.networks : [];
  const missing = [
    ...networks.filter(({ name }) => !isOurs({ engine, ...view }, engine.networks.get(name)?.labels ?? {})),
    ...spec.mounts.filter(({ type, source }) =>
      type === 'folder'
        ? !engine.folderExists(source)
        : !isOurs({ engine, ...view }, engine.volumes.get(source)?.labels ?? {}),
    ),
  ];
  if (missing.length > 0) {
    throw new DomainError(
      'container-invalid',
      `"${spec.name}" needs what is not there: ${JSON.stringify(missing)}`,
    );
  }
  const image = engine.images.get(spec.image);
  if (image === undefined || (spec.digest !== undefined && spec.digest !== image.digest)) {
    throw new DomainError('image-not-found', `The engine does not have ${spec.image}.`);
  }
}

function newContainer(
  view: View,
  request: ContainerRequest,
  gateway: FakeContainer | undefined,
): FakeContainer {
  const { spec } = request;
  const own = spec.network.mode === 'networks' ? spec.network : { networks: [], ports: [] };
  return {
    id: view.engine.nextId(),
    name: spec.name,
    request,
    ports: own.ports,
    ...(gateway === undefined ? {} : { namespaceOf: gateway.id }),
    networks: new Map(
      own.networks.map(({ name, aliases }) => [name, { aliases, address: addressIn(view.engine, name) }]),
    ),
    files: new Map(),
    log: [],
    state: 'created',
    oomKilled: false,
    restarts: 0,
    always: false,
    labels: {
      [labels.instance]: view.instance,
      [labels.service]: spec.service,
      [labels.definition]: spec.definition,
      [labels.component]: spec.component,
      [labels.task]: request.task,
      [labels.revision]: String(request.revision),
      [labels.configHash]: request.configHash,
      [labels.desired]: request.desired,
      [labels.made]: JSON.stringify(madeOf(spec, spec.image)),
    },
  };
}

export function addressIn(engine: FakeEngine, network: string): string {
  const used = [...engine.containers.values()].filter((container) => container.networks.has(network));
  return `${engine.networks.get(network)?.subnet ?? '10.223.0'}.${used.length + 2}`;
}
