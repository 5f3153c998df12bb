import { DomainError } from '#domain/errors.ts';
import { hostId } from '#domain/ids.ts';
import type { ServiceFilter } from '#ports/service-store.ts';
import { slugSchema } from '#schemas/api/common.ts';
import { getTask } from '../../use-cases/get-task.ts';
import { listTasks } from '../../use-cases/list-tasks.ts';
import { getService, listServices } from '../../use-cases/services.ts';
import type { QueryResolvers, QueryServicesArgs } from '../generated/types.ts';
import { orNull } from './or-null.ts';

export const queryResolvers: QueryResolvers = {
  services: (_root, { filter }, { api }) => listServices(api.ports, toFilter(filter)),
  service: (_root, { id }, { api }) => orNull(getService(api.ports, id)),
  tasks: async (_root, { status, limit }, { api }) => {
    if (limit < 1 || limit > 100) {
      const faults = [{ field: 'limit', reason: 'must be from 1 to 100' }];
      throw new DomainError('invalid-input', 'limit must be from 1 to 100.', { faults });
    }
    const { tasks } = await listTasks(api.ports, { limit, ...(status ? { status } : {}) });
    return tasks;
  },
  task: (_root, { id }, { api }) => orNull(getTask(api.ports, id)),
};

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
