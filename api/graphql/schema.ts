import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSchema } from 'graphql-yoga';
import { operations } from '#contracts/operations.ts';
import { taskStatuses } from '#contracts/task.ts';
import { alertSeverities } from '#domain/alert.ts';
import { healthValues } from '#domain/health.ts';
import { serviceStatuses } from '#domain/lifecycle.ts';
import { logLevels } from '#domain/log-level.ts';
import type { GraphContext } from './context.ts';
import { enumOf } from './enums.ts';
import type { Resolvers } from './generated/types.ts';
import { serviceCountsResolvers } from './resolvers/health.ts';
import { hostResolvers } from './resolvers/host.ts';
import { mutationResolvers } from './resolvers/mutation.ts';
import { queryResolvers } from './resolvers/query.ts';
import { serviceConfigResolvers, serviceResolvers } from './resolvers/service.ts';
import { subscriptionResolvers } from './resolvers/subscription.ts';
import { taskResolvers } from './resolvers/task.ts';
import { dateTime, json } from './scalars.ts';

const resolvers: Resolvers = {
  DateTime: dateTime,
  JSON: json,
  ServiceStatus: enumOf(serviceStatuses),
  HealthStatus: enumOf(healthValues),
  TaskStatus: enumOf(taskStatuses),
  Operation: enumOf(operations),
  ServiceAction: enumOf(['start', 'stop', 'restart']),
  LogStream: enumOf(['stdout', 'stderr']),
  LogLevel: enumOf(logLevels),
  SystemStatus: enumOf(['healthy', 'degraded', 'unhealthy']),
  AlertState: enumOf(['open', 'resolved']),
  AlertSeverity: enumOf(alertSeverities),
  HostKind: enumOf(['local', 'joined']),
  HostScheduling: enumOf(['open', 'draining']),
  HostState: enumOf(['reachable', 'unreachable', 'unknown']),
  Query: queryResolvers,
  Mutation: mutationResolvers,
  Subscription: subscriptionResolvers,
  Service: serviceResolvers,
  ServiceConfig: serviceConfigResolvers,
  Task: taskResolvers,
  ServiceCounts: serviceCountsResolvers,
  Host: hostResolvers,
};

/** `Server` is what the server that runs it adds to the context. */
export function graphSchema<Server extends object = object>() {
  const typeDefs = readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8');
  return createSchema<GraphContext & Server>({ typeDefs, resolvers });
}
