import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, vi } from 'vitest';
import { createWatcher } from '#activities/host/watch/watch-host.ts';
import type { Observation } from '#contracts/messages.ts';
import { hostId, serviceId } from '#domain/ids.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { Prober } from '#ports/prober.ts';
import { byHand, createFakeProber } from '#test/support/fake-container-runtime/index.ts';
import { containerOfSonarr, engineWorld } from './engine.ts';

export const well = { ok: true, detail: 'answered 200' };
export const ill = { ok: false, detail: 'connection refused' };
export const host = hostId('local');

/** Probed ten times a second, and ailing after two failures. */
export const health = {
  readiness: { type: 'tcp', component: 'sonarr', port: 80 },
  startSeconds: 60,
  intervalSeconds: 0.1,
  timeoutSeconds: 1,
  retries: 2,
};

export const desiredOfSonarr = desired({
  sonarr: { address: containerOfSonarr, container: containerOfSonarr },
});

export function desired(targets: Readonly<Record<string, { address: string; container: string }>>): string {
  return JSON.stringify({ id: 'sonarr', health, targets });
}

export type WatchWorld = ReturnType<typeof watchWorld>;

/** A host in memory and its watcher, with all that it tells. */
export function watchWorld() {
  const engine = engineWorld();
  const environment = new MockActivityEnvironment();
  const prober = createFakeProber();
  const told: string[] = [];
  const words: Observation[] = [];
  const undelivered: unknown[] = [];
  const observe: MonitorControl['observe'] = async (service, word) => {
    words.push(word);
    told.push(`${service} ${word.health}: ${word.cause}`);
    return true;
  };
  const reportHost: MonitorControl['reportHost'] = async (_host, { reachable, cause }) => {
    told.push(`host ${reachable ? 'reachable' : 'away'}: ${cause}`);
    return true;
  };
  const monitors = { observe, reportHost };
  let probing: Prober = prober;
  const watcher = createWatcher({
    runtime: engine.runtime,
    prober: { probe: (...asked) => probing.probe(...asked) },
    monitors: { observe: (...word) => monitors.observe(...word), reportHost },
    onUndelivered: (error) => undelivered.push(error),
  });
  let watching: Promise<unknown> = Promise.resolve();
  const until = (condition: () => void) => vi.waitFor(condition, { timeout: 8000, interval: 10 });
  return {
    ...engine,
    hands: byHand(engine.engine),
    prober,
    /** How a service's word is delivered; a test may put another way in its place. */
    monitors,
    told,
    words,
    undelivered,
    watch: (other: Prober = prober): void => {
      probing = other;
      watching = environment.run(watcher.watchHost, host).catch(() => undefined);
    },
    reconcile: (...services: readonly string[]) =>
      watcher.reconcileHost(host, services.length === 0 ? undefined : services.map(serviceId)),
    until,
    untilTold: (word: string) => until(() => expect(told).toContain(word)),
    /** Nothing was told so far. */
    forget: (): void => {
      told.length = 0;
      words.length = 0;
    },
    /** Sonarr runs. */
    running: async (): Promise<void> => {
      await engine.create({ desired: desiredOfSonarr });
      await engine.runtime.startContainer(containerOfSonarr);
    },
    end: async (): Promise<void> => {
      environment.cancel();
      await watching;
    },
  };
}
