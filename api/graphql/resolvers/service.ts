import { DomainError } from '#domain/errors.ts';
import { hostId, serviceId } from '#domain/ids.ts';
import { getTask } from '../../use-cases/get-task.ts';
import { metricsIfReachable } from '../../use-cases/metrics.ts';
import { type LevelledLine, type LevelledLogRequest, readLogs } from '../../use-cases/read-logs.ts';
import type { ServiceView } from '../../use-cases/service-view.ts';
import type { GraphContext } from '../context.ts';
import type { ServiceConfigResolvers, ServiceResolvers } from '../generated/types.ts';
import { orNull } from './or-null.ts';

const mostLines = 1000;

export const serviceResolvers: ServiceResolvers = {
  config: (service) => service,
  dependencies: ({ requires }, _input, context) => pick(context, requires),
  dependents: ({ requiredBy }, _input, context) => pick(context, requiredBy),
  logs: (service, { limit, since, level }, context) =>
    readLog(service, limit, { ...(since && { since }), ...(level && { level }) }, context),
  metrics: ({ id, host }, _input, { api, signal }) =>
    metricsIfReachable(api.ports, { service: serviceId(id), host: hostId(host), signal }),
  placement: ({ placement = [] }) => placement,
  task: ({ task }, _input, { api }) => (task === undefined ? null : orNull(getTask(api.ports, task))),
};

export const serviceConfigResolvers: ServiceConfigResolvers = {
  settings: ({ settings }) => settings,
  secretSettings: ({ secretSettings }) => secretSettings,
  ports: ({ ports }) => ports,
};

async function pick({ services }: GraphContext, ids: readonly string[]): Promise<readonly ServiceView[]> {
  const all = await services();
  return ids.flatMap((id) => all.get(id) ?? []);
}

async function readLog(
  { id, host }: ServiceView,
  limit: number,
  asked: Pick<LevelledLogRequest, 'since' | 'level'>,
  { api, signal }: GraphContext,
): Promise<readonly LevelledLine[]> {
  if (limit < 1 || limit > mostLines) {
    const faults = [{ field: 'limit', reason: `must be from 1 to ${mostLines}` }];
    throw new DomainError('invalid-input', `limit must be from 1 to ${mostLines}.`, { faults });
  }
  const request = {
    service: serviceId(id),
    host: hostId(host),
    tail: limit,
    follow: false,
    signal,
    ...asked,
  };
  const lines: LevelledLine[] = [];
  for await (const line of readLogs(api.ports.logs, request)) {
    lines.push(line);
    if (lines.length >= limit) break;
  }
  return lines;
}
