import { expect, vi } from 'vitest';
import { type ListedContainer, watchService } from '#activities/host/watch/watched-service.ts';
import type { DesiredLabel } from '#contracts/desired-label.ts';
import type { Observation } from '#contracts/messages.ts';
import type { ProbeResult } from '#domain/health.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';
import { well } from './watching.ts';

export const label: DesiredLabel = {
  id: serviceId('sonarr'),
  health: {
    readiness: { type: 'tcp', component: componentName('sonarr'), port: 80 },
    startSeconds: 60,
    intervalSeconds: 30,
    timeoutSeconds: 5,
    retries: 3,
  },
  targets: { sonarr: { address: 'showrunner-sonarr', container: 'showrunner-sonarr' } },
};

export const longAgo = '2020-01-01T00:00:00.000Z';

export function container(more: Partial<ListedContainer> = {}): ListedContainer {
  return {
    id: 'c1',
    name: 'showrunner-sonarr',
    service: serviceId('sonarr'),
    component: componentName('sonarr'),
    state: 'running',
    configHash: '',
    task: '',
    revision: 1,
    restarts: 0,
    startedAt: longAgo,
    networks: ['media'],
    namespaceAlive: true,
    made: { image: 'sonarr:4', networks: { media: [] } },
    ...more,
  };
}

export type Watched = ReturnType<typeof watched>;

/** One watched service and all that it asks for and tells, by a clock that the test moves. */
export function watched(of: DesiredLabel = label) {
  vi.useFakeTimers();
  // In the middle of the jitter, so that pauses are exactly what the definition says.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const words: Observation[] = [];
  const counts = { probes: 0, looks: 0, listings: 0 };
  const probing: { answer: () => Promise<ProbeResult | undefined> } = { answer: async () => well };
  const service = watchService(of, {
    probe: () => {
      counts.probes += 1;
      return probing.answer();
    },
    look: () => {
      counts.looks += 1;
    },
    tell: (word) => void words.push(word),
  });
  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);
  const see = (...containers: readonly ListedContainer[]) => {
    counts.listings += 1;
    return service.seen({ number: counts.listings, at: new Date().toISOString(), containers });
  };
  const forget = () => {
    words.length = 0;
    Object.assign(counts, { probes: 0, looks: 0 });
  };
  return {
    service,
    words,
    counts,
    probing,
    pass,
    see,
    forget,
    told: () => words.map(({ health, cause }) => `${health}: ${cause}`),
    hear: (type: RuntimeEvent['type'], more: Partial<RuntimeEvent> = {}): void =>
      service.heard({
        type,
        container: 'showrunner-sonarr',
        containerId: 'c1',
        service: serviceId('sonarr'),
        component: 'sonarr',
        at: new Date().toISOString(),
        ...more,
      }),
    /** Seen, probed, told of as healthy, and nothing counted yet. */
    healthy: async (): Promise<void> => {
      see(container());
      await pass(0);
      forget();
    },
    /** Nothing is left behind: neither a probe nor a timer. */
    end: (): void => {
      service.rest();
      expect(vi.getTimerCount()).toBe(0);
      vi.useRealTimers();
    },
  };
}
