import type { Health, HealthDefinition, ProbeResult } from '#domain/health.ts';

/** Probes of one service run this much around their interval, so that those of many services spread out. */
const jitter = 0.2;
/** An ailing service is looked at more often than its interval, so that its end or its cure is seen soon. */
const ailingSeconds = 2;

export interface ProbingPorts {
  readonly probe: () => Promise<ProbeResult | undefined>;
  /** The first failure in a row, and the engine's silence: what is the matter with the containers? */
  readonly doubt: () => void;
  readonly verdict: (health: Extract<Health, 'healthy' | 'unhealthy'>, cause: string) => void;
}

export interface Probing {
  /** Probes at once where none are under way, or where the containers were started anew; then at the interval. */
  go(startedAt: string): void;
  /** Brings the next probe forward. */
  hurry(): void;
  rest(): void;
  /** Rests, and doubts once more after a while. */
  lookLater(seconds: number): void;
  /** A doubt was not answered: unless probes go on, it is raised again soon. */
  unanswered(): void;
}

/** The probes of one service: one timer, one probe at a time. */
export function createProbing(health: HealthDefinition, ports: ProbingPorts): Probing {
  let timer: NodeJS.Timeout | undefined;
  let active = false;
  // Each go or rest makes answers of earlier probes void.
  let generation = 0;
  let started = '';
  let failures = 0;
  let failing = false;
  /** It was well since its start, so that its start is over. */
  let proven = false;
  const take = (result: ProbeResult): void => {
    if (result.ok) {
      [failures, failing, proven] = [0, false, true];
      ports.verdict('healthy', result.detail);
      return;
    }
    if (!failing) ports.doubt();
    failing = true;
    // What fails while it starts counts for nothing.
    if (!proven && isStarting(started, health)) return;
    failures += 1;
    if (failures >= retriesOf(health)) ports.verdict('unhealthy', result.detail);
  };
  const look = async (mine: number): Promise<void> => {
    const result = await ports.probe();
    if (mine !== generation) return;
    if (result === undefined) ports.doubt();
    else take(result);
    // The verdict or the doubt may have ended this row of probes.
    if (mine === generation) timer = setTimeout(() => void look(mine), pauseMilliseconds(result));
  };
  const pauseMilliseconds = (result: ProbeResult | undefined): number => {
    const { intervalSeconds, readiness } = health;
    // A command that hangs stays behind in the container: once that much is known, another one follows at the interval only.
    const known = readiness.type === 'exec' && failures >= retriesOf(health);
    const calm = result?.ok === true || known;
    return spread(calm ? intervalSeconds : Math.min(intervalSeconds, ailingSeconds));
  };
  const rest = (): void => {
    clearTimeout(timer);
    generation += 1;
    active = false;
    [failures, failing] = [0, false];
  };
  const lookLater = (seconds: number): void => {
    rest();
    timer = setTimeout(ports.doubt, spread(seconds));
  };
  const begin = (): void => {
    clearTimeout(timer);
    generation += 1;
    active = true;
    void look(generation);
  };
  return {
    go: (startedAt) => {
      if (active && startedAt === started) return;
      if (startedAt !== started) [proven, failures, failing] = [false, 0, false];
      started = startedAt;
      begin();
    },
    hurry: () => {
      if (active) begin();
    },
    rest,
    lookLater,
    unanswered: () => {
      if (!active) lookLater(ailingSeconds);
    },
  };
}

/** Beyond its start period a service that was never well is as ill as any other. */
function isStarting(startedAt: string, { startSeconds }: HealthDefinition): boolean {
  return Date.now() < Date.parse(startedAt) + startSeconds * 1000;
}

/** The engine has counted by itself before it calls a container unhealthy. */
function retriesOf({ readiness, retries }: HealthDefinition): number {
  return readiness.type === 'engine' ? 1 : retries;
}

function spread(seconds: number): number {
  return seconds * 1000 * (1 - jitter / 2 + Math.random() * jitter);
}
