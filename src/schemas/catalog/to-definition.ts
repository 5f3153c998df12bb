import type {
  ComponentDefinition,
  Definition,
  FileDefinition,
  SettingDefinition,
} from '#domain/definition.ts';
import type { Probe } from '#domain/health.ts';
import { type ComponentName, componentName, definitionId } from '#domain/ids.ts';
import { type ComponentFile, mountOf, portOf } from './component.ts';
import type { ProbeFile } from './health.ts';
import { bytes, durationSeconds, splitImage } from './scalars.ts';
import type { ServiceFile } from './service-file.ts';
import type { SettingFile } from './setting.ts';
import { toBusy } from './to-busy.ts';

/** The files beside a `service.yaml` that it names, by name. */
export type SeededTexts = ReadonlyMap<string, string>;

/** A checked file as the domain knows it. Texts keep their `${…}` places; a plan fills them in. */
export function toDefinition(file: ServiceFile, texts: SeededTexts): Definition {
  const { requires, settings, secrets, files, health, links, web, metrics, login, ...about } =
    file['x-showrunner'];
  const main = componentName(file.name);
  return {
    id: definitionId(file.name),
    ...about,
    requires: requires.map((requirement) => ({
      ...requirement,
      default: definitionId(requirement.default),
    })),
    settings: mapValues(settings, toSetting),
    secrets,
    components: mainFirst(file).map(([name, component]) => toComponent(componentName(name), component)),
    networks: mapValues(file.networks, (network) => ({ internal: network?.internal ?? false })),
    volumes: mapValues(file.volumes, (volume) => volume['x-showrunner']),
    files: files.map((seeded) => toFile(seeded, main, texts)),
    health: {
      readiness: toProbe(health.readiness, main),
      startSeconds: durationSeconds(health.start),
      intervalSeconds: durationSeconds(health.interval),
      timeoutSeconds: durationSeconds(health.timeout),
      retries: health.retries,
    },
    ...(health.busy === undefined ? {} : { busy: toBusy(health.busy, main) }),
    links,
    ...(web === undefined ? {} : { web: { ...web, component: nameOr(web.component, main) } }),
    ...(metrics === undefined ? {} : { metrics: { ...metrics, component: nameOr(metrics.component, main) } }),
    ...(login === undefined ? {} : { login: toLogin(login) }),
  };
}

function mainFirst(file: ServiceFile): readonly (readonly [string, ComponentFile])[] {
  const rank = (name: string) => (name === file.name ? '' : name);
  return Object.entries(file.services).sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
}

function toComponent(name: ComponentName, component: ComponentFile): ComponentDefinition {
  const { image, digest } = splitImage(component.image);
  const { command, entrypoint, user, stop_signal: stopSignal } = component;
  const { shm_size: shm, mem_limit: memory } = component;
  const namespaceOf = component['x-showrunner']?.['namespace-of'];
  return {
    name,
    vendorImage: image,
    image,
    ...(digest === undefined ? {} : { digest }),
    ...(command === undefined ? {} : { command }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    environment: mapValues(component.environment, String),
    ...(user === undefined ? {} : { user }),
    mounts: component.volumes.map(mountOf),
    networks: component.networks,
    ...(namespaceOf === undefined ? {} : { namespaceOf }),
    ports: component.ports.map(portOf),
    capabilities: component.cap_add,
    devices: component.devices.map((device) => device.split(':')[0] ?? device),
    sysctls: mapValues(component.sysctls, String),
    init: component.init,
    readOnly: component.read_only,
    noNewPrivileges: component.security_opt.length > 0,
    tmpfs: component.tmpfs,
    ...(shm === undefined ? {} : { shmBytes: bytes(shm) }),
    ...(memory === undefined ? {} : { memoryBytes: bytes(memory) }),
    ...(stopSignal === undefined ? {} : { stopSignal }),
    stopGraceSeconds: durationSeconds(component.stop_grace_period),
  };
}

function toSetting(setting: SettingFile): SettingDefinition {
  const { choices, pattern, default: value, when, ...rest } = setting;
  return {
    ...rest,
    ...(choices === undefined ? {} : { choices }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(value === undefined ? {} : { default: value }),
    ...(when === undefined ? {} : { when }),
  };
}

type SeededFile = ServiceFile['x-showrunner']['files'][number];

function toFile(seeded: SeededFile, main: ComponentName, texts: SeededTexts): FileDefinition {
  return {
    component: nameOr(seeded.component, main),
    path: seeded.path,
    content: texts.get(seeded.from) ?? '',
    mode: Number.parseInt(seeded.mode, 8),
  };
}

function toProbe(probe: ProbeFile, main: ComponentName): Probe {
  const component = nameOr(probe.component, main);
  if (probe.type !== 'http') return { ...probe, component };
  const { body, ...rest } = probe;
  return { ...rest, component, ...(body === undefined ? {} : { body }) };
}

type LoginFile = NonNullable<ServiceFile['x-showrunner']['login']>;

function toLogin({ user, password, 'api-key': apiKey }: LoginFile): NonNullable<Definition['login']> {
  return {
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

function nameOr(name: string | undefined, main: ComponentName): ComponentName {
  return name === undefined ? main : componentName(name);
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
