import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { DesiredLabel } from '#contracts/desired-label.ts';
import { labels } from '#contracts/labels.ts';
import type { HostReport, Observation } from '#contracts/messages.ts';
import { isDomainError } from '#domain/errors.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { ContainerRuntime, RuntimeEvent } from '#ports/container-runtime.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { Prober } from '#ports/prober.ts';
import type { WatchActivities } from '../contract.ts';
import { createAnnouncer } from './announcer.ts';
import { readDesiredLabel } from './desired-label.ts';
import { createLimit } from './limit.ts';
import { type WatchedService, watchService } from './watched-service.ts';

export interface WatchPorts {
  readonly runtime: Pick<ContainerRuntime, 'events' | 'listContainers' | 'inspect'>;
  readonly prober: Prober;
  readonly monitors: Pick<MonitorControl, 'observe' | 'reportHost'>;
  /** A word that cannot be delivered now; it is sent again until a newer one overtakes it. */
  readonly onUndelivered: (error: unknown) => void;
}

/** Probes that run at once on one host: a hung one holds one place, never the others. */
const probesAtOnce = 16;
/** Pause before the engine is asked again after it went away. */
const reconnectMilliseconds = 1000;

/** See `WatchActivities.watchHost`. The list is read again after every gap in the events, because an engine forgets them. */
export function watchHost(ports: WatchPorts): WatchActivities['watchHost'] {
  return (host) => watchUntilAborted(host, ports, Context.current().cancellationSignal);
}

async function watchUntilAborted(host: HostId, ports: WatchPorts, signal: AbortSignal): Promise<void> {
  const roster = createRoster(ports, signal);
  const reachability = createReachability(host, ports, signal);
  try {
    while (!signal.aborted) {
      await watchConnected(ports, roster, reachability, signal).catch((error: unknown) => {
        const cause = isDomainError(error) ? error.message : 'the engine’s event stream broke';
        reachability(false, cause);
      });
      roster.pause();
      await sleep(reconnectMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    roster.pause();
  }
}

/** Subscribes first and lists then, so that nothing falls between the two. Ends when the engine goes away. */
async function watchConnected(
  ports: Pick<WatchPorts, 'runtime'>,
  roster: Roster,
  reachability: Reachability,
  signal: AbortSignal,
): Promise<void> {
  const events = ports.runtime.events(signal)[Symbol.asyncIterator]();
  let next = events.next();
  next.catch(() => undefined);
  await roster.resync();
  reachability(true, 'its engine answers');
  for (let event = await next; event.done !== true; event = await next) {
    next = events.next();
    next.catch(() => undefined);
    await roster.take(event.value);
  }
}

type Reachability = ReturnType<typeof createReachability>;

/** Changes only: each word is a signal to a workflow, and an engine that is away is tried every second, for hours if need be. */
function createReachability(host: HostId, { monitors, onUndelivered }: WatchPorts, signal: AbortSignal) {
  let said: boolean | undefined;
  const announce = createAnnouncer<HostReport>({
    deliver: (report) => monitors.reportHost(host, report),
    overtakes: () => true,
    onUndelivered,
    signal,
  });
  return (reachable: boolean, cause: string): void => {
    if (reachable === said) return;
    said = reachable;
    announce({ at: new Date().toISOString(), reachable, cause });
  };
}

type Roster = ReturnType<typeof createRoster>;

/** All services of the host that are watched. */
function createRoster(ports: WatchPorts, signal: AbortSignal) {
  const { runtime, prober, monitors, onUndelivered } = ports;
  const watched = new Map<ServiceId, WatchedService>();
  const limit = createLimit(probesAtOnce);
  const probe = (label: DesiredLabel) => {
    const { readiness, timeoutSeconds } = label.health;
    const target = label.targets[readiness.component];
    if (target === undefined)
      return Promise.resolve({ ok: false, detail: `there is no ${readiness.component}` });
    const where = { container: target.address, inside: target.container };
    return limit(() => prober.probe(readiness, where, timeoutSeconds)).catch(() => undefined);
  };
  // Kept beyond a service's end, whose last word may still be on its way; as many as there were services.
  const announcers = new Map<ServiceId, (observation: Observation) => void>();
  const announcerOf = (id: ServiceId) => {
    const known = announcers.get(id);
    if (known !== undefined) return known;
    const deliver = (observation: Observation) => monitors.observe(id, observation);
    const announce = createAnnouncer({ deliver, overtakes, onUndelivered, signal });
    announcers.set(id, announce);
    return announce;
  };
  const tell = (label: DesiredLabel, word: Omit<Observation, 'at'>) =>
    announcerOf(label.id)({ at: new Date().toISOString(), ...word });
  const adopt = async (container: string): Promise<void> => {
    const seen = await runtime.inspect(container);
    const label = readDesiredLabel(seen?.labels[labels.desired]);
    if (seen === undefined || label === undefined) return;
    watched.get(label.id)?.stop();
    const service = watchService(label, { probe, tell });
    watched.set(label.id, service);
    if (seen.state === 'running') service.resume();
    else service.fact('unhealthy', `its container is ${seen.state}`);
  };
  return {
    resync: async (): Promise<void> => {
      const containers = await runtime.listContainers();
      const present = new Set(containers.map(({ service }) => service));
      for (const [id, service] of watched) if (!present.has(id)) forget(watched, id, service);
      await Promise.all(containers.map(({ name }) => adopt(name)));
    },
    take: async (event: RuntimeEvent): Promise<void> => {
      if (event.type === 'start') await adopt(event.container);
      const service = watched.get(event.service);
      if (service !== undefined) applyEvent(event, service, () => forget(watched, event.service, service));
    },
    pause: (): void => {
      for (const service of watched.values()) service.stop();
    },
  };
}

/** What a probe found is only worth telling while it is the newest word; that a container ended happened, whatever came next. */
function overtakes(_: Observation, waiting: Observation): boolean {
  return waiting.source !== 'event';
}

function applyEvent(event: RuntimeEvent, service: WatchedService, gone: () => void): void {
  const own = Object.values(service.label.targets).some(({ container }) => container === event.container);
  if (!own) return;
  if (event.type === 'die')
    service.fact('unhealthy', `${event.container} ended with exit code ${event.exitCode ?? 'unknown'}`);
  if (event.type === 'oom') {
    service.fact('unhealthy', `${event.container} ran out of memory`);
    // It may have been a child process only: then no `die` follows, and the probes tell how it goes on.
    service.resume();
  }
  // Also of a component that has no desired state on its label: the service as a whole is looked at again.
  if (event.type === 'start') service.resume();
  if (event.type === 'destroy') gone();
}

function forget(watched: Map<ServiceId, WatchedService>, id: ServiceId, service: WatchedService): void {
  service.fact('unhealthy', 'its container is gone');
  watched.delete(id);
}
