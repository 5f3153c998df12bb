import { z } from 'zod';
import { containerAnswer } from '#adapters/docker/connection/answers.ts';
import type { ContainerUsage } from '#domain/usage.ts';

const count = z.number().nonnegative();

/** What is read of `GET /containers/{id}/stats`. A container that has just ended answers with most of it missing. */
export const statsAnswer = z.object({
  read: z.string(),
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: count }) }),
  memory_stats: z.object({
    usage: count.optional(),
    stats: z
      .object({ inactive_file: count.optional(), total_inactive_file: count.optional() })
      .nullish()
      .transform((stats) => stats ?? {}),
  }),
  networks: z.record(z.string(), z.object({ rx_bytes: count, tx_bytes: count })).nullish(),
  blkio_stats: z.object({
    io_service_bytes_recursive: z.array(z.object({ op: z.string(), value: count })).nullish(),
  }),
});
export type StatsAnswer = z.infer<typeof statsAnswer>;

/** A container with its limits: what statistics alone do not tell. */
export const limitedContainer = containerAnswer.extend({
  HostConfig: containerAnswer.shape.HostConfig.extend({ Memory: count }),
  Config: containerAnswer.shape.Config.extend({ Image: z.string() }),
});
export type LimitedContainer = z.infer<typeof limitedContainer>;

/**
 * Page cache that the kernel would drop first, by the names that control groups 1 (`total_` holds what is below as well)
 * and 2 have for it; the docker command and cAdvisor take away the same.
 */
export function workingSetOf({ usage = 0, stats }: StatsAnswer['memory_stats']): number {
  const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  return Math.max(0, usage - cache);
}

/** All interfaces together. A container without one has no entry, and so has one in the machine's network. */
export function networkOf({ networks }: StatsAnswer): Pick<ContainerUsage, 'network'> {
  const all = Object.values(networks ?? {});
  if (all.length === 0) return {};
  const receivedBytes = sum(all.map(({ rx_bytes: bytes }) => bytes));
  return { network: { receivedBytes, sentBytes: sum(all.map(({ tx_bytes: bytes }) => bytes)) } };
}

/** Control groups 1 write `Read`, 2 write `read`. Without an entry nothing is known: a kernel may count none. */
export function diskOf({
  blkio_stats: { io_service_bytes_recursive: entries },
}: StatsAnswer): Pick<ContainerUsage, 'disk'> {
  if (entries === null || entries === undefined || entries.length === 0) return {};
  const of = (name: string) =>
    sum(entries.filter(({ op }) => op.toLowerCase() === name).map(({ value }) => value));
  return { disk: { readBytes: of('read'), writtenBytes: of('write') } };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
