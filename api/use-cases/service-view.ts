import type { z } from 'zod';
import { taskId } from '#contracts/ids.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { serviceSchema } from '#schemas/api/service.ts';
import type { Answerable } from '#schemas/api/wire.ts';

export type ServiceView = Answerable<z.output<typeof serviceSchema>>;

/** What others see of a service: never a sealed value, and not the whole definition. */
export function serviceView(service: Service, edges: readonly RequiresEdge[], bind: string): ServiceView {
  const { id, definition, host, desired, status, health, since, origin, settings, ports, revision } = service;
  const web = webAddress(service, bind);
  return {
    id,
    name: definition.title,
    definition: definition.id,
    category: definition.category,
    version: definition.version,
    host,
    desired,
    status,
    health,
    since,
    origin,
    settings,
    secretSettings: secretSettingNames(service),
    ports,
    ...(web === undefined ? {} : { web }),
    requires: names(edges.filter((edge) => edge.consumer === id).map((edge) => edge.provider)),
    requiredBy: names(edges.filter((edge) => edge.provider === id).map((edge) => edge.consumer)),
    revision,
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

function names(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}
