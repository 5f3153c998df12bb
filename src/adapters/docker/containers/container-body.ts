import { pinnedReference } from '#adapters/docker/images/image-reference.ts';
import type { Instance } from '#adapters/docker/ownership.ts';
import { labels } from '#contracts/labels.ts';
import type { ContainerMount, ContainerSpec, PublishedContainerPort } from '#domain/container.ts';
import { madeOf } from '#domain/drift.ts';
import type { ContainerRequest } from '#ports/container-runtime.ts';

/** The network part is made by whoever knows the engine: which gateway, and how many endpoints it takes at once. */
export interface NetworkPart {
  readonly mode: string;
  readonly endpoints: Readonly<Record<string, { readonly Aliases: readonly string[] }>>;
}

/** The engine's form of a container. Its restart policy is `no` until a caller says that it has been well. */
export function containerBody(instance: Instance, request: ContainerRequest, network: NetworkPart): object {
  const { spec } = request;
  const ports = spec.network.mode === 'networks' ? spec.network.ports : [];
  return {
    Image: imageOf(spec),
    Env: Object.entries(request.environment).map(([name, value]) => `${name}=${value}`),
    ...(spec.command === undefined ? {} : { Cmd: spec.command }),
    ...(spec.entrypoint === undefined ? {} : { Entrypoint: spec.entrypoint }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
    StopTimeout: spec.stopGraceSeconds,
    ExposedPorts: Object.fromEntries(ports.map((port) => [portKey(port), {}])),
    Labels: labelsOf(instance, request),
    HostConfig: { ...hostConfig(spec), NetworkMode: network.mode, PortBindings: portBindings(ports) },
    NetworkingConfig: { EndpointsConfig: network.endpoints },
  };
}

function labelsOf(instance: Instance, request: ContainerRequest): Readonly<Record<string, string>> {
  return {
    [labels.instance]: instance.id,
    [labels.service]: request.spec.service,
    [labels.definition]: request.spec.definition,
    [labels.component]: request.spec.component,
    [labels.task]: request.task,
    [labels.revision]: String(request.revision),
    [labels.configHash]: request.configHash,
    [labels.desired]: request.desired,
    [labels.made]: JSON.stringify(madeOf(request.spec, imageOf(request.spec))),
  };
}

function imageOf({ image, digest }: ContainerSpec): string {
  return pinnedReference(image, digest);
}

function hostConfig(spec: ContainerSpec): object {
  return {
    Mounts: spec.mounts.map(mount),
    Tmpfs: Object.fromEntries(spec.tmpfs.map(tmpfs)),
    Sysctls: spec.sysctls,
    CapAdd: spec.capabilities,
    Devices: spec.devices.map(device),
    Init: spec.init,
    ReadonlyRootfs: spec.readOnly,
    SecurityOpt: spec.noNewPrivileges ? ['no-new-privileges:true'] : [],
    ...(spec.shmBytes === undefined ? {} : { ShmSize: spec.shmBytes }),
    ...(spec.memoryBytes === undefined ? {} : { Memory: spec.memoryBytes }),
    RestartPolicy: { Name: 'no' },
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
  };
}

/** `Mounts` and not `Binds`: with `Binds` the engine makes a missing source folder itself, as root. */
function mount({ type, source, path, readOnly }: ContainerMount): object {
  return { Type: type === 'folder' ? 'bind' : 'volume', Source: source, Target: path, ReadOnly: readOnly };
}

/** `/run` or, as Compose writes it, `/run:size=64m,mode=1777`. */
function tmpfs(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** `/dev/dri`, `/dev/sda:/dev/xvda` or `/dev/sda:/dev/xvda:r`. */
function device(text: string): object {
  const [outside = '', inside = outside, permissions = 'rwm'] = text.split(':');
  return { PathOnHost: outside, PathInContainer: inside, CgroupPermissions: permissions };
}

function portBindings(ports: readonly PublishedContainerPort[]): object {
  const bindings: Record<string, { readonly HostIp: string; readonly HostPort: string }[]> = {};
  for (const port of ports) {
    const bound = bindings[portKey(port)] ?? [];
    bindings[portKey(port)] = [...bound, { HostIp: port.address, HostPort: String(port.host) }];
  }
  return bindings;
}

function portKey(port: PublishedContainerPort): string {
  return `${port.container}/${port.protocol}`;
}
