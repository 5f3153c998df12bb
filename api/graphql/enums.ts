import { operations } from '#contracts/operations.ts';
import { taskStatuses } from '#contracts/task.ts';
import { healthValues } from '#domain/health.ts';
import { serviceStatuses } from '#domain/lifecycle.ts';

/** GraphQL's names may not hold a dash and are in capitals by custom; the values behind them are the domain's own words. */
export const enumValues = {
  ServiceStatus: named(serviceStatuses),
  HealthStatus: named(healthValues),
  TaskStatus: named(taskStatuses),
  Operation: named(operations),
  LogStream: named(['stdout', 'stderr']),
};

function named(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value.toUpperCase().replaceAll('-', '_'), value]));
}
