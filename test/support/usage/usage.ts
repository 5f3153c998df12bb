import { componentName, serviceId } from '#domain/ids.ts';
import type { ContainerUsage } from '#domain/usage.ts';

/** A reading of a container without limit, network or disk, other than where the test says. */
export function aUsage({
  service = 'sonarr',
  component = service,
  ...more
}: Partial<Omit<ContainerUsage, 'service' | 'component'>> & {
  readonly service?: string;
  readonly component?: string;
} = {}): ContainerUsage {
  return {
    container: `showrunner-${service}`,
    containerId: `id-of-${service}`,
    image: `${service}:1`,
    service: serviceId(service),
    component: componentName(component),
    at: '2030-01-01T00:00:00.000Z',
    startedAt: '2029-12-31T00:00:00.000Z',
    cpuSeconds: 0,
    memoryBytes: 0,
    memoryWorkingSetBytes: 0,
    restarts: 0,
    ...more,
  };
}

/** RFC 3339, so many seconds after the first moment. */
export function at(seconds: number): string {
  return new Date(Date.parse('2030-01-01T00:00:00.000Z') + seconds * 1000).toISOString();
}
