import type { DesiredLabel } from '#contracts/desired-label.ts';
import type { Happening, Observation } from '#contracts/messages.ts';
import { type Difference, differences, ended, inWords, type SeenContainer } from '#domain/drift.ts';
import type { Health, ProbeResult } from '#domain/health.ts';
import type { ObservedContainer } from '#domain/observed.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';
import { createHistory, settleSeconds } from './container-history.ts';
import { createProbing } from './probing.ts';

export interface WatchedServicePorts {
  /** Bounded by the definition's timeout. Undefined when nothing could be learnt: the engine itself is away. */
  readonly probe: (label: DesiredLabel) => Promise<ProbeResult | undefined>;
  /** Asks for a look at its containers, which comes as `seen` if the engine answers. */
  readonly look: () => void;
  readonly tell: (word: Observation) => void;
}

/** A container as the engine lists it, with what its labels say. */
export type ListedContainer = ObservedContainer & Pick<SeenContainer, 'made'>;

export interface Listing {
  /** Grows with every listing that is begun: a later answer may be that of an earlier question. */
  readonly number: number;
  /** RFC 3339 time of the question. */
  readonly at: string;
  readonly containers: readonly ListedContainer[];
}

export interface WatchedService {
  readonly label: DesiredLabel;
  /** Takes in what an event says by itself; a look follows it in any case. */
  heard(event: RuntimeEvent): void;
  /**
   * Compares with how the containers were made. Probes go on where nothing differs, and rest where something does. Undefined for
   * an answer that a later one has overtaken.
   */
  seen(listing: Listing): readonly Difference[] | undefined;
  /** A look that was asked for failed. */
  unseen(): void;
  /** Forgets what was told: what the next look and the next probes say is told whether or not it is new. */
  forget(): void;
  /** Ends the probes until the next `seen`. */
  rest(): void;
}

interface Told {
  readonly health: Health;
  readonly cause: string;
  readonly source: 'event' | 'probe';
}

/** What may put something right, if only for a moment: a difference that is seen after it is news, also in the same words as before. */
const mending: readonly RuntimeEvent['type'][] = ['start', 'unpause', 'rename', 'connect'];

/** Keeps an eye on one service: events and listings say what happened to its containers, probes say how it is. Changes only. */
export function watchService(label: DesiredLabel, ports: WatchedServicePorts): WatchedService {
  const history = createHistory(label.targets);
  let told: Told | undefined;
  let newest = 0;
  const say = (word: Told, at: string, happened?: Happening): void => {
    told = word;
    const restarts = history.takeRestarts();
    ports.tell({
      at,
      ...word,
      ...(happened === undefined ? {} : { happened }),
      ...(restarts === 0 ? {} : { restarts }),
    });
  };
  const probing = createProbing(label.health, {
    probe: () => ports.probe(label),
    doubt: ports.look,
    verdict: (health, cause) => {
      if (told?.health === health && (health === 'healthy' || told.source === 'probe')) return;
      say({ health, cause, source: 'probe' }, new Date().toISOString());
    },
  });
  const fact = (happened: Happening, cause: string, at: string): void => {
    probing.rest();
    say({ health: 'unhealthy', cause, source: 'event' }, at, happened);
  };
  const compare = ({ containers, at }: Listing): readonly Difference[] => {
    const found = differences(label.targets, history.seen(containers));
    const unheard = history.takeUnheard();
    const [worst] = found;
    if (history.isUnsettled()) {
      probing.lookLater(settleSeconds);
      return found;
    }
    if (worst === undefined) {
      if (unheard !== undefined) fact('ended', unheard, at);
      probing.go(history.startedAt());
      return found;
    }
    const cause = inWords(found);
    if (told?.source !== 'event' || told.cause !== cause) fact(worst.happened, cause, at);
    // Whatever mends it is an event; that one is lost is the rare case, and costs no more than the interval.
    probing.lookLater(label.health.intervalSeconds);
    return found;
  };
  return {
    label,
    heard: (event) => {
      if (label.targets[event.component] === undefined) return;
      history.heard(event);
      if (told?.source === 'event' && mending.includes(event.type)) told = undefined;
      const now = new Date().toISOString();
      if (event.type === 'oom') fact('out-of-memory', `${event.container} ran out of memory`, now);
      if (event.type === 'health' && label.health.readiness.type === 'engine') probing.hurry();
      if (event.type !== 'die') return;
      const { happened, what } = ended(
        event.container,
        event.exitCode,
        history.wasStopped(event.containerId),
      );
      fact(happened, what, now);
    },
    seen: (listing) => {
      if (listing.number < newest) return undefined;
      newest = listing.number;
      return compare(listing);
    },
    unseen: probing.unanswered,
    forget: () => {
      told = undefined;
      probing.rest();
    },
    rest: probing.rest,
  };
}
