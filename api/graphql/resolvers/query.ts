import { DomainError } from '#domain/errors.ts';
import { hostId } from '#domain/ids.ts';
import type { ServiceFilter } from '#ports/service-store.ts';
import { slugSchema } from '#schemas/api/common.ts';
import { listAlerts } from '../../use-cases/alerts.ts';
import { getTask } from '../../use-cases/get-task.ts';
import { getHost, listHosts } from '../../use-cases/hosts.ts';
import { listTasks } from '../../use-cases/list-tasks.ts';
import { getService, listServices } from '../../use-cases/services.ts';
import { systemOverview } from '../../use-cases/system-overview.ts';
import type { QueryResolvers, QueryServicesArgs } from '../generated/types.ts';
import { orNull } from './or-null.ts';

export const queryResolvers: QueryResolvers = {
  services: (_root, { filter }, { api }) => listServices(api.ports, toFilter(filter)),
  service: (_root, { id }, { api }) => orNull(getService(api.ports, id)),
  systemHealth: (_root, _input, { api }) => systemOverview(api.ports),
  alerts: (_root, { state, limit }, { api }) => {
    assertLimit(limit, 500);
    return listAlerts(api.ports, { limit, ...(state ? { state } : {}) });
  },
  tasks: async (_root, { status, limit }, { api }) => {
    assertLimit(limit, 100);
    const { tasks } = await listTasks(api.ports, { limit, ...(status ? { status } : {}) });
    return tasks;
  },
  task: (_root, { id }, { api }) => orNull(getTask(api.ports, id)),
  hosts: (_root, _input, { api }) => listHosts(api.ports),
  host: (_root, { id }, { api }) => orNull(getHost(api.ports, id)),
};

function assertLimit(limit: number, most: number): void {
  if (limit >= 1 && limit <= most) return;
  const reason = `must be from 1 to ${most}`;
  throw new DomainError('invalid-input', `limit ${reason}.`, { faults: [{ field: 'limit', reason }] });
}

function toFilter(filter: QueryServicesArgs['filter']): ServiceFilter {
  const { status, health, category, host } = filter ?? {};
  return {
    ...(status ? { status } : {}),
    ...(health ? { health } : {}),
    ...(category ? { category: slug('category', category) } : {}),
    ...(host ? { host: hostId(host) } : {}),
  };
}

function slug(field: string, value: string): string {
  const parsed = slugSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = [{ field, reason: 'is not a name' }];
  throw new DomainError('invalid-input', `${field} is not a name.`, { faults });
}
