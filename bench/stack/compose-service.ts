import { pinnedReference } from '#adapters/docker/images/image-reference.ts';
import type { ContainerMount, ContainerSpec } from '#domain/container.ts';
import type { HealthDefinition } from '#domain/health.ts';
import type { SecretText } from '#domain/secret.ts';
import { type ComposeHealthCheck, healthCheck } from './health-check.ts';

/** One entry below `services`, as far as the plans need it. */
export interface ComposeService {
  readonly image: string;
  readonly depends_on: Readonly<Record<string, { readonly condition: 'service_healthy' }>>;
  readonly healthcheck?: ComposeHealthCheck;
  readonly network_mode?: string;
  readonly networks?: Readonly<Record<string, { readonly aliases: readonly string[] }>>;
  readonly [key: string]: unknown;
}

export interface ServiceContext {
  /** Names in the file by the container's name. */
  readonly keys: ReadonlyMap<string, string>;
  readonly dependsOn: readonly string[];
  readonly files: readonly ContainerMount[];
  readonly textOf: (text: SecretText) => string;
  readonly health?: HealthDefinition;
}

export function composeService(spec: ContainerSpec, context: ServiceContext): ComposeService {
  const { dependsOn, files, textOf, health } = context;
  return {
    image: pinnedReference(spec.image, spec.digest),
    environment: Object.fromEntries(
      Object.entries(spec.environment).map(([name, text]) => [name, escaped(textOf(text))]),
    ),
    depends_on: Object.fromEntries(dependsOn.map((id) => [id, { condition: 'service_healthy' as const }])),
    ...(health === undefined ? {} : { healthcheck: healthCheck(health) }),
    volumes: [...spec.mounts, ...files].map(mount),
    ...networking(spec, context),
    ...programOf(spec),
    ...limitsOf(spec),
    restart: 'always',
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
  };
}

function mount({ type, source, path, readOnly }: ContainerMount): object {
  const common = { source, target: path, read_only: readOnly };
  return type === 'volume'
    ? { type, ...common }
    : { type: 'bind', ...common, bind: { create_host_path: false } };
}

function networking({ network }: ContainerSpec, { keys }: ServiceContext): Partial<ComposeService> {
  if (network.mode === 'container') return { network_mode: `service:${keys.get(network.container) ?? ''}` };
  return {
    networks: Object.fromEntries(network.networks.map(({ name, aliases }) => [name, { aliases }])),
    ports: network.ports.map(
      ({ address, host, container, protocol }) => `${address}:${host}:${container}/${protocol}`,
    ),
  };
}

function programOf({ command, entrypoint, user, init, stopSignal, stopGraceSeconds }: ContainerSpec): object {
  return {
    init,
    stop_grace_period: `${stopGraceSeconds}s`,
    ...(command === undefined ? {} : { command: command.map(escaped) }),
    ...(entrypoint === undefined ? {} : { entrypoint: entrypoint.map(escaped) }),
    ...(user === undefined ? {} : { user }),
    ...(stopSignal === undefined ? {} : { stop_signal: stopSignal }),
  };
}

function limitsOf(spec: ContainerSpec): object {
  const { shmBytes, memoryBytes } = spec;
  return {
    cap_add: spec.capabilities,
    devices: spec.devices,
    sysctls: spec.sysctls,
    tmpfs: spec.tmpfs,
    read_only: spec.readOnly,
    security_opt: spec.noNewPrivileges ? ['no-new-privileges:true'] : [],
    ...(shmBytes === undefined ? {} : { shm_size: shmBytes }),
    ...(memoryBytes === undefined ? {} : { mem_limit: memoryBytes }),
  };
}

/** Compose fills in `$NAME`; a doubled sign is a plain one. */
function escaped(text: string): string {
  return text.replaceAll('$', () => '$$');
}
