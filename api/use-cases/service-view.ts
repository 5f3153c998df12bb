import type { z } from 'zod';
import { taskId } from '#contracts/ids.ts';
import type { HostId } from '#domain/ids.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import { serviceTag } from '#domain/service-tag.ts';
import type { serviceSchema } from '#schemas/api/service.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import { sha256 } from '../digest.ts';

/** Settings of the instance that a service's view depends on. */
export interface ViewSettings {
  readonly bind: string;
  /** Addresses of the hosts that have joined: there, services are published at them. */
  readonly joined: ReadonlyMap<HostId, string>;
  readonly configRoot: string | undefined;
}

export type ServiceView = Answerable<z.output<typeof serviceSchema>>;

/** What others see of a service: never a sealed value, and not the whole definition. */
export function serviceView(
  service: Service,
  edges: readonly RequiresEdge[],
  { bind, joined, configRoot }: ViewSettings,
): ServiceView {
  const { id, definition, host, desired, status, health, since, origin, settings, ports, revision } = service;
  const web = webAddress(service, joined.get(service.host) ?? bind);
  const folder = ownFolder(service, configRoot);
  return {
    id,
    name: definition.title,
    definition: definition.id,
    category: definition.category,
    version: definition.version,
    host,
    ...(service.placement === undefined ? {} : { placement: service.placement }),
    desired,
    status,
    health,
    since,
    origin,
    settings,
    secretSettings: secretSettingNames(service),
    ports,
    ...(web === undefined ? {} : { web }),
    ...(folder === undefined ? {} : { folder }),
    requires: names(edges.filter((edge) => edge.consumer === id).map((edge) => edge.provider)),
    requiredBy: names(edges.filter((edge) => edge.provider === id).map((edge) => edge.consumer)),
    revision,
    etag: serviceTag(service, sha256),
    ...(service.run === undefined ? {} : { task: taskId(service.run) }),
  };
}

export function secretSettingNames({ definition }: Service): readonly string[] {
  return Object.keys(definition.settings).filter((name) => definition.settings[name]?.secret === true);
}

function webAddress({ definition: { web }, ports }: Service, bind: string): string | undefined {
  const port = ports.find(({ container, protocol }) => protocol === 'tcp' && container === web?.port);
  if (web === undefined || port === undefined) return undefined;
  return `http://${bind === '0.0.0.0' ? 'localhost' : bind}:${port.host}${web.path}`;
}

function ownFolder({ id, definition }: Service, configRoot: string | undefined): string | undefined {
  const keepsConfig = Object.values(definition.volumes).some(({ role }) => role === 'config');
  return configRoot === undefined || !keepsConfig ? undefined : `${configRoot}/${id}`;
}

function names(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}
