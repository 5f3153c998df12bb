import type { SeenContainer } from '#domain/drift.ts';
import type { HealthTargets } from '#domain/plan/steps.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';
import type { ListedContainer } from './watched-service.ts';

/** Signals that ask a program to end: INT, QUIT, KILL, TERM. Others may mean anything, a new look at its configuration for one. */
const ending: readonly number[] = [2, 3, 9, 15];

/** A container that was made a moment ago is about to be started, by whoever made it. */
export const settleSeconds = 2;
/** The look after that may come a little earlier. */
const settleMilliseconds = settleSeconds * 800;

/** What one service's containers went through since they were first seen. Holds only those that there are. */
export function createHistory(targets: HealthTargets) {
  /** The engine's count of restarts by container id, when it was last looked at. */
  let counts: ReadonlyMap<string, number> | undefined;
  /** Ids of containers that somebody had stopped. */
  const stopped = new Set<string>();
  /** Ids of containers whose end was heard of, and that were not seen running since. */
  const heardOfEnd = new Set<string>();
  /** When a container that never ran was first seen, by its id. */
  let unstarted: ReadonlyMap<string, number> = new Map();
  let restarts = 0;
  let unheard: string | undefined;
  let startedAt = '';
  const count = (containers: readonly ListedContainer[]): void => {
    for (const { id, name, restarts: now } of containers) {
      // Of containers that ran before there was a watch, only what comes from now on counts.
      const before = counts === undefined ? now : (counts.get(id) ?? 0);
      // A start by hand begins to count anew.
      const more = now < before ? now : now - before;
      restarts += more;
      if (more > 0 && !heardOfEnd.has(id)) unheard = `${name} ended, and the engine started it again`;
    }
    counts = new Map(containers.map(({ id, restarts: now }) => [id, now]));
  };
  return {
    heard: ({ type, containerId, signal = 15 }: RuntimeEvent): void => {
      if (type === 'stop' || (type === 'kill' && ending.includes(signal))) stopped.add(containerId);
      if (type === 'start') stopped.delete(containerId);
      if (type === 'die') heardOfEnd.add(containerId);
    },
    wasStopped: (id: string): boolean => stopped.has(id),
    /** The service's own containers, with what was heard of them. */
    seen: (containers: readonly ListedContainer[]): readonly SeenContainer[] => {
      const own = containers.filter(({ component }) => targets[component] !== undefined);
      count(own);
      const states = new Map(own.map(({ id, state }) => [id, state]));
      for (const id of stopped) if (!states.has(id)) stopped.delete(id);
      for (const id of heardOfEnd) if ((states.get(id) ?? 'running') === 'running') heardOfEnd.delete(id);
      const created = own.filter(({ state }) => state === 'created');
      unstarted = new Map(created.map(({ id }) => [id, unstarted.get(id) ?? performance.now()]));
      startedAt =
        own
          .map((one) => one.startedAt ?? '')
          .toSorted()
          .at(-1) ?? '';
      return own.map((one) => (stopped.has(one.id) ? { ...one, stopped: true } : one));
    },
    /** Something of it is being made. */
    isUnsettled: (): boolean =>
      [...unstarted.values()].some((since) => performance.now() < since + settleMilliseconds),
    /** RFC 3339 time at which the last of them was started; empty when none was. */
    startedAt: (): string => startedAt,
    /** Restarts by the engine since the last call. */
    takeRestarts: (): number => {
      const taken = restarts;
      restarts = 0;
      return taken;
    },
    /** In words, that the engine restarted a container and no event said so; undefined when there is nothing of the kind. */
    takeUnheard: (): string | undefined => {
      const taken = unheard;
      unheard = undefined;
      return taken;
    },
  };
}
