import type { ServiceId } from '#domain/ids.ts';
import { type ComponentUsage, type ContainerUsage, type UsagePoint, usagePoint } from '#domain/usage.ts';

/** What was used, kept in memory: the newest reading of every container, and a point a minute of the last hour. */
export interface UsageHistory {
  /** One round of readings; a container that is not among them does not run. `now` is Unix time in milliseconds. */
  record(round: readonly ContainerUsage[], now: number): void;
  /** The newest readings. */
  readonly latest: readonly ContainerUsage[];
  /** Components that run or ran within the hour: of one service, or of all. */
  components(service?: ServiceId): readonly ComponentUsage[];
}

const hourMs = 3_600_000;
const pointMs = 60_000;
/** Rounds do not come to the millisecond: one that is this early still makes the minute's point. */
const earlyMs = 2000;

interface Kept {
  readonly usage: ContainerUsage;
  readonly now: UsagePoint | undefined;
  /** The reading that the newest point was made of. */
  readonly marked: ContainerUsage;
  readonly points: readonly UsagePoint[];
}

/** BOUND: 60 points for each component that ran within the hour, whatever became of its containers. */
export function createUsageHistory(): UsageHistory {
  let latest: readonly ContainerUsage[] = [];
  let kept = new Map<string, Kept>();
  return {
    record: (round, now) => {
      latest = round;
      const next = new Map([...kept].map(([key, one]): [string, Kept] => [key, { ...one, now: undefined }]));
      for (const usage of round) {
        const key = `${usage.service}/${usage.component}`;
        next.set(key, added(usage, kept.get(key)));
      }
      kept = new Map([...next].flatMap(([key, one]) => withoutOld(key, one, now - hourMs)));
    },
    get latest() {
      return latest;
    },
    components: (service) =>
      [...kept.values()]
        .filter(({ usage }) => service === undefined || usage.service === service)
        .map(({ usage, now, points }) => ({
          service: usage.service,
          component: usage.component,
          ...(now === undefined ? {} : { now }),
          lastHour: points,
        }))
        .toSorted((a, b) => (`${a.service}/${a.component}` < `${b.service}/${b.component}` ? -1 : 1)),
  };
}

function added(usage: ContainerUsage, before: Kept | undefined): Kept {
  const now = usagePoint(usage, before?.usage);
  if (before === undefined) return { usage, now, marked: usage, points: [now] };
  const due = Date.parse(usage.at) - Date.parse(before.marked.at) >= pointMs - earlyMs;
  if (!due) return { ...before, usage, now };
  const point = usagePoint(usage, before.marked);
  return { usage, now, marked: usage, points: [...before.points, point].slice(-hourMs / pointMs) };
}

function withoutOld(key: string, one: Kept, oldest: number): readonly (readonly [string, Kept])[] {
  const points = one.points.filter(({ at }) => Date.parse(at) > oldest);
  return points.length === 0 && one.now === undefined ? [] : [[key, { ...one, points }]];
}
