import type { ContainerSpec } from './container.ts';
import type { ObservedContainer } from './observed.ts';
import type { HealthTargets } from './plan/steps.ts';

/**
 * How a container was made, as far as somebody on the host can change it afterwards. It is written on the container itself, so
 * it is true of it whatever became of the service's definition since.
 */
export interface MadeContainer {
  readonly image: string;
  /** By engine name of the network, the names that it answers to there; none for a namespace member. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
  /** Of a namespace member: the container whose network it shares. */
  readonly gateway?: string;
}

/** A container as it is seen, with what is known of how it was made and how it ended. */
export interface SeenContainer extends ObservedContainer {
  /** Absent for a container from before this was written down. */
  readonly made?: MadeContainer;
  /** Somebody told the engine to stop it. */
  readonly stopped?: boolean;
}

export interface Difference {
  readonly happened: 'gone' | 'ended' | 'stalled' | 'drifted';
  /** In words, with the container's name. */
  readonly what: string;
}

export function madeOf({ network }: ContainerSpec, image: string): MadeContainer {
  if (network.mode === 'container') return { image, networks: {}, gateway: network.container };
  return {
    image,
    networks: Object.fromEntries(network.networks.map(({ name, aliases }) => [name, aliases])),
  };
}

/** What of a service's containers is not as it was made to be, the worst first. `targets` names every container that it has. */
export function differences(targets: HealthTargets, seen: readonly SeenContainer[]): readonly Difference[] {
  const found = Object.entries(targets).flatMap(([component, { container }]) => {
    const own = seen.filter((one) => one.component === component);
    const one = own.find(({ name }) => name === container) ?? own[0];
    return one === undefined
      ? [{ happened: 'gone', what: `${container} is gone` } as const]
      : differencesOf(one, container);
  });
  return found.toSorted((a, b) => order.indexOf(a.happened) - order.indexOf(b.happened));
}

const order: readonly Difference['happened'][] = ['gone', 'ended', 'stalled', 'drifted'];

/** What differs, in one line that stays short however much it is. */
export function inWords(all: readonly Difference[]): string {
  const named = all.slice(0, longest).map(({ what }) => what);
  return [...named, ...(all.length > longest ? [`${all.length - longest} more`] : [])].join('; ');
}

const longest = 3;

/** How the end of a container's program is told, whether it was heard of or found. */
export function ended(name: string, exitCode: number | undefined, stopped: boolean): Difference {
  const code = `exit code ${exitCode ?? 'unknown'}`;
  if (stopped) return { happened: 'stalled', what: `${name} was stopped (${code})` };
  return { happened: 'ended', what: `${name} ended with ${code}` };
}

function differencesOf(one: SeenContainer, name: string): readonly Difference[] {
  const state = stateOf(one, name);
  return [...(state === undefined ? [] : [state]), ...drifts(one, name).map(drifted)];
}

function drifted(what: string): Difference {
  return { happened: 'drifted', what };
}

function stateOf({ state, exitCode, stopped = false }: SeenContainer, name: string): Difference | undefined {
  if (state === 'running') return undefined;
  if (state === 'removing') return { happened: 'gone', what: `${name} is being removed` };
  if (state === 'paused') return { happened: 'stalled', what: `${name} is paused` };
  if (state === 'created') return { happened: 'stalled', what: `${name} was never started` };
  return ended(name, exitCode, stopped);
}

function drifts({ made, ...one }: SeenContainer, name: string): readonly string[] {
  const renamed = one.name === name ? [] : [`${name} was renamed to ${one.name}`];
  const orphaned = one.namespaceAlive
    ? []
    : [`${name} lost the network of ${made?.gateway ?? 'its gateway'}`];
  if (made === undefined) return [...renamed, ...orphaned];
  const remade =
    one.image === undefined || one.image === made.image ? [] : [`${name} was made anew from ${one.image}`];
  return [...renamed, ...remade, ...orphaned, ...disconnected(one, made, name)];
}

function disconnected(
  { networks, aliases }: Pick<ObservedContainer, 'networks' | 'aliases'>,
  made: MadeContainer,
  name: string,
): readonly string[] {
  return Object.entries(made.networks).flatMap(([network, wanted]) => {
    if (!networks.includes(network)) return [`${name} was disconnected from ${network}`];
    const has = aliases?.[network] ?? wanted;
    const lost = wanted.filter((alias) => !has.includes(alias));
    return lost.map((alias) => `${name} is no longer called ${alias} in ${network}`);
  });
}
