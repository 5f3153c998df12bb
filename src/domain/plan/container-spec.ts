import type {
  ContainerMount,
  ContainerNetwork,
  ContainerSpec,
  PublishedContainerPort,
} from '../container.ts';
import type { ComponentDefinition, Definition } from '../definition.ts';
import { DomainError } from '../errors.ts';
import { containerName, hostname, networkName, volumeName } from '../naming.ts';
import type { SecretText } from '../secret.ts';
import type { Service } from '../service.ts';
import { publishedAt } from './across.ts';
import { volumeFolder } from './folders.ts';
import { gatewayOf, namespaceMembers, type PlanningInput } from './input.ts';
import { fillIn, fillInPlain, type Variables } from './variables.ts';

/** What one component of the service should be. */
export function containerSpec(
  input: PlanningInput,
  component: ComponentDefinition,
  variables: Variables,
): ContainerSpec {
  const { service, instance } = input;
  const { user, command, entrypoint, digest, shmBytes, memoryBytes, stopSignal } = component;
  return {
    name: containerName(instance, service.id, service.definition, component.name),
    service: service.id,
    definition: service.definition.id,
    component: component.name,
    image: component.image,
    environment: environmentOf(component, variables),
    mounts: component.mounts.map((mount) => containerMount(input, mount)),
    network: containerNetwork(input, component),
    capabilities: [...component.capabilities].sort(),
    devices: component.devices,
    sysctls: component.sysctls,
    init: component.init,
    readOnly: component.readOnly,
    noNewPrivileges: component.noNewPrivileges,
    tmpfs: component.tmpfs,
    stopGraceSeconds: component.stopGraceSeconds,
    ...(digest === undefined ? {} : { digest }),
    ...(command === undefined ? {} : { command: command.map((word) => fillInPlain(word, variables)) }),
    ...(entrypoint === undefined
      ? {}
      : { entrypoint: entrypoint.map((word) => fillInPlain(word, variables)) }),
    ...(user === undefined ? {} : { user: fillInPlain(user, variables) }),
    ...(shmBytes === undefined ? {} : { shmBytes }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(stopSignal === undefined ? {} : { stopSignal }),
  };
}

/** Container whose address serves the component's ports: its own, or its gateway's. */
export function addressContainer(
  input: PlanningInput,
  service: Service,
  component: ComponentDefinition,
): string {
  if (component.namespaceOf === undefined) {
    return containerName(input.instance, service.id, service.definition, component.name);
  }
  return gatewayContainer(input, service);
}

/** Engine names of the networks that the service's containers use, with whether each is closed to the outside. */
export function networksOf(
  input: PlanningInput,
): readonly { readonly name: string; readonly internal: boolean }[] {
  const joined = [input.service, ...namespaceMembers(input)].flatMap(({ definition }) =>
    definition.components.flatMap((component) =>
      component.networks.map((network) => ({
        network,
        definition,
        own: component.namespaceOf === undefined,
      })),
    ),
  );
  const networks = new Map<string, { readonly name: string; readonly internal: boolean }>();
  const gateway = namespaceMembers(input).length > 0;
  for (const { network, definition, own } of joined) {
    if (!own && !gateway) continue;
    const name = networkName(input.instance, network);
    networks.set(name, { name, internal: definition.networks[network]?.internal ?? false });
  }
  return [...networks.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Variables that render to nothing are left out: many programs take an empty value for a wrong one. */
function environmentOf(
  component: ComponentDefinition,
  variables: Variables,
): Readonly<Record<string, SecretText>> {
  const filled = Object.entries(component.environment).map(
    ([name, template]): readonly [string, SecretText, string] => [
      name,
      fillIn(template, variables),
      template,
    ],
  );
  const kept = filled.filter(([, text, template]) => text.length > 0 || template === '');
  return Object.fromEntries(
    kept.map(([name, text]) => [name, text]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}

function containerMount(input: PlanningInput, mount: ComponentDefinition['mounts'][number]): ContainerMount {
  const { service, settings, instance } = input;
  const volume = service.definition.volumes[mount.volume];
  if (volume === undefined) {
    throw new DomainError(
      'catalog-invalid',
      `${service.definition.id} mounts "${mount.volume}", which it does not declare.`,
    );
  }
  const { path, readOnly } = mount;
  const folder = volumeFolder(service, volume, mount.volume, settings.paths);
  if (folder === undefined) {
    return { type: 'volume', source: volumeName(instance, service.id, mount.volume), path, readOnly };
  }
  const source = mount.subpath === '' ? folder : `${folder}/${mount.subpath}`;
  return { type: 'folder', source, path, readOnly };
}

function containerNetwork(input: PlanningInput, component: ComponentDefinition): ContainerNetwork {
  const { service } = input;
  if (component.namespaceOf !== undefined)
    return { mode: 'container', container: gatewayContainer(input, service) };
  const guests = isGateway(service.definition, component) ? namespaceMembers(input) : [];
  const parts = [{ service, component }, ...guests.flatMap(namespaceComponents)];
  const aliases = new Map<string, Set<string>>();
  for (const part of parts) {
    const alias = hostname(part.service.id, part.service.definition, part.component.name);
    for (const network of part.component.networks) {
      const name = networkName(input.instance, network);
      aliases.set(name, (aliases.get(name) ?? new Set()).add(alias));
    }
  }
  const own = hostname(service.id, service.definition, component.name);
  const networks = [...aliases].map(([name, held]) => ({ name, aliases: [...held.add(own)].sort() }));
  return {
    mode: 'networks',
    networks: networks.sort((a, b) => (a.name < b.name ? -1 : 1)),
    ports: parts.flatMap((part) => publishedPorts(input, part.service, part.component)),
  };
}

/** Members join the gateway's main component. */
function isGateway(definition: Definition, component: ComponentDefinition): boolean {
  return definition.components[0]?.name === component.name;
}

function namespaceComponents(
  service: Service,
): readonly { readonly service: Service; readonly component: ComponentDefinition }[] {
  return service.definition.components
    .filter(({ namespaceOf }) => namespaceOf !== undefined)
    .map((component) => ({ service, component }));
}

function publishedPorts(
  input: PlanningInput,
  service: Service,
  component: ComponentDefinition,
): readonly PublishedContainerPort[] {
  return component.ports.flatMap(({ container, protocol }) => {
    const claimed = service.ports.find((port) => port.container === container && port.protocol === protocol);
    if (claimed === undefined) return [];
    return publishedAt(input, service).map((address) => ({
      container,
      protocol,
      host: claimed.host,
      address,
    }));
  });
}

function gatewayContainer(input: PlanningInput, service: Service): string {
  const gateway = gatewayOf(input, service.id);
  const main = gateway?.definition.components[0];
  if (gateway === undefined || main === undefined) {
    throw new DomainError(
      'no-provider',
      `${service.id} joins a network namespace, but nothing provides one.`,
    );
  }
  return containerName(input.instance, gateway.id, gateway.definition, main.name);
}
