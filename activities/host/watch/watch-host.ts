import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { HostReport } from '#contracts/messages.ts';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { HostId } from '#domain/ids.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { HostActivities, WatchActivities } from '../contract.ts';
import { createAnnouncer } from './announcer.ts';
import { createRoster, type Roster, type RosterPorts } from './roster.ts';

export interface WatchPorts extends Omit<RosterPorts, 'onAway'> {
  readonly runtime: RosterPorts['runtime'] & Pick<ContainerRuntime, 'events'>;
  readonly monitors: Pick<MonitorControl, 'observe' | 'reportHost'>;
}

/** Pause before the engine is asked again after it went away. */
const reconnectMilliseconds = 1000;
/** An event can be lost without any sign of it: from time to time everything is compared all the same. */
const resyncMilliseconds = 5 * 60 * 1000;

/** The watch of one host, and what can be asked of it from beside. Both activities belong to the same process. */
export function createWatcher(ports: WatchPorts): WatchActivities & Pick<HostActivities, 'reconcileHost'> {
  const atWork = new Map<HostId, Roster>();
  return {
    watchHost: async (host) => {
      const signal = Context.current().cancellationSignal;
      let onAway: (error: unknown) => void = () => undefined;
      const roster = createRoster({ ...ports, onAway: (error) => onAway(error) }, signal);
      atWork.set(host, roster);
      try {
        await watchUntilAborted(host, ports, roster, (whenAway) => (onAway = whenAway), signal);
      } finally {
        if (atWork.get(host) === roster) atWork.delete(host);
      }
    },
    reconcileHost: async (host, services) => {
      const roster = atWork.get(host);
      if (roster !== undefined) return await roster.reconcile(services);
      throw new DomainError('engine-unreachable', `The watcher of host ${host} is not at work yet.`);
    },
  };
}

/** The list is read again after every gap in the events, because an engine forgets them. */
async function watchUntilAborted(
  host: HostId,
  ports: WatchPorts,
  roster: Roster,
  listen: (whenAway: (error: unknown) => void) => void,
  signal: AbortSignal,
): Promise<void> {
  const reachability = createReachability(host, ports, signal);
  try {
    while (!signal.aborted) {
      const connection = new AbortController();
      listen((error) => connection.abort(error));
      await watchConnected(ports, roster, reachability, connection, signal).catch((error: unknown) => {
        if (!signal.aborted) reachability(false, causeOf(error));
      });
      roster.rest();
      await sleep(reconnectMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    roster.rest();
  }
}

/** Subscribes first and lists then, so that nothing falls between the two. Ends when the engine goes away. */
async function watchConnected(
  { runtime }: Pick<WatchPorts, 'runtime'>,
  roster: Roster,
  reachability: Reachability,
  connection: AbortController,
  signal: AbortSignal,
): Promise<void> {
  const ending = AbortSignal.any([signal, connection.signal]);
  const events = runtime.events(ending)[Symbol.asyncIterator]();
  let next = events.next();
  next.catch(() => undefined);
  const resyncs = setInterval(
    () => void roster.resync(false).catch((error: unknown) => connection.abort(error)),
    resyncMilliseconds,
  );
  try {
    // What was told before the gap may have been taken for unknown since.
    await roster.resync(true);
    reachability(true, 'its engine answers');
    for (let event = await next; event.done !== true; event = await next) {
      next = events.next();
      next.catch(() => undefined);
      roster.take(event.value);
    }
    connection.signal.throwIfAborted();
  } finally {
    clearInterval(resyncs);
    connection.abort();
  }
}

function causeOf(error: unknown): string {
  return isDomainError(error) ? error.message : 'the engine’s event stream broke';
}

type Reachability = ReturnType<typeof createReachability>;

/** Changes only: each word is a signal to a workflow, and an engine that is away is tried every second, for hours if need be. */
function createReachability(host: HostId, { monitors, onUndelivered }: WatchPorts, signal: AbortSignal) {
  let said: boolean | undefined;
  const announcer = createAnnouncer<HostReport>({
    deliver: (report) => monitors.reportHost(host, report),
    merge: (_, newer) => [newer],
    onUndelivered,
    signal,
  });
  return (reachable: boolean, cause: string): void => {
    if (reachable === said) return;
    said = reachable;
    announcer.say({ at: new Date().toISOString(), reachable, cause });
  };
}
