import { z } from 'zod';
import { longestStatsUpload } from '#contracts/stats.ts';
import { DomainError } from '#domain/errors.ts';
import { componentName, isSlug, serviceId } from '#domain/ids.ts';
import type { ComponentUsage } from '#domain/usage.ts';
import type { StatsRequester, StatsSource, UsageRequest } from '#ports/stats-source.ts';
import { type DialBackOptions, dialBack, parseJson } from './dial-back.ts';

/** From the first byte to the last. */
const uploadMs = 10_000;

/** Usage by dial-back: the host's worker is asked through its queue, and uploads what it has to this process. */
export function createDialBackStatsSource(options: DialBackOptions<StatsRequester>): StatsSource {
  return { usage: (request) => readUsage(request, options) };
}

async function readUsage(
  { signal, ...request }: UsageRequest,
  { streams, requester, url }: DialBackOptions<StatsRequester>,
): Promise<readonly ComponentUsage[]> {
  const arrived = await dialBack(streams, signal, (token) =>
    requester.requestStats({ ...request, url, token }),
  );
  const late = setTimeout(
    () => arrived.destroy(new DomainError('engine-unreachable', 'The host’s worker did not end its upload.')),
    uploadMs,
  );
  try {
    return parseUpload(await textOf(arrived));
  } finally {
    clearTimeout(late);
    arrived.destroy();
  }
}

async function textOf(upload: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of upload) {
    size += chunk.length;
    if (size > longestStatsUpload) throw new DomainError('internal', 'An upload of usage is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const number = z.number().nonnegative();
const point = z.strictObject({
  at: z.string(),
  cpuCores: number.exactOptional(),
  memoryBytes: number,
  memoryLimitBytes: number.exactOptional(),
  networkReceivedBytes: number.exactOptional(),
  networkSentBytes: number.exactOptional(),
  diskReadBytes: number.exactOptional(),
  diskWrittenBytes: number.exactOptional(),
  restarts: number,
});
const slug = z.string().refine(isSlug);
const uploadSchema = z.strictObject({
  components: z.array(
    z.strictObject({
      service: slug.transform(serviceId),
      component: slug.transform(componentName),
      now: point.exactOptional(),
      lastHour: z.array(point).max(60),
    }),
  ),
});

function parseUpload(text: string): readonly ComponentUsage[] {
  const parsed = uploadSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.components;
  throw new DomainError('internal', 'A host worker uploaded what is no usage.');
}
