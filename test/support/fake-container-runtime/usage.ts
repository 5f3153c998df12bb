import { labels } from '#contracts/labels.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { ContainerUsage } from '#domain/usage.ts';
import type { FakeContainer } from './things.ts';

/** Numbers that a test gives a container. */
export type FakeUsage = Partial<
  Pick<ContainerUsage, 'cpuSeconds' | 'memoryBytes' | 'memoryWorkingSetBytes' | 'network' | 'disk'>
>;

interface Counting {
  readonly used: ReadonlyMap<string, FakeUsage>;
  readonly now: () => string;
}

/** A member of another's namespace has no network of its own, and neither has who is on none. */
export function usage({ used, now }: Counting, found: FakeContainer): ContainerUsage {
  const { memoryBytes = 0, network, ...more } = used.get(found.name) ?? {};
  const connected = found.namespaceOf === undefined && found.networks.size > 0;
  const limit = found.request?.spec.memoryBytes;
  return {
    container: found.name,
    containerId: found.id,
    image: found.request?.spec.image ?? '',
    service: serviceId(found.labels[labels.service] ?? ''),
    component: componentName(found.labels[labels.component] ?? ''),
    at: now(),
    startedAt: found.startedAt ?? '',
    cpuSeconds: 0,
    memoryBytes,
    memoryWorkingSetBytes: memoryBytes,
    ...(limit === undefined ? {} : { memoryLimitBytes: limit }),
    ...(connected ? { network: network ?? { receivedBytes: 0, sentBytes: 0 } } : {}),
    ...more,
    restarts: found.restarts,
  };
}
