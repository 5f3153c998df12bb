import { describe, expect, it } from 'vitest';
import { conditionMark, conditionSentence, conditionText } from '#cli/output/condition.ts';
import { healthTree } from '#cli/output/health-tree.ts';
import { describeHistory } from '#cli/output/history.ts';
import { createPaint } from '#cli/output/paint.ts';
import { wrapped } from '#cli/output/text.ts';
import { clock } from '#cli/output/times.ts';
import type { HealthDependencies, ServiceCondition, ServiceHistory } from '#sdk/generated/schema.ts';

const page = { paint: createPaint(false), columns: () => undefined };
const narrow = { ...page, columns: () => 60 };
const now = Date.parse('2026-01-31T20:20:00Z');
const here = (text: string) => clock(text, now);

type Node = HealthDependencies['services'][number];
const node = (id: string, requires: readonly string[] = [], more: Partial<Node> = {}): Node => ({
  id,
  status: 'running',
  health: 'healthy',
  desired: 'running',
  since: '2026-01-31T20:15:04Z',
  requires: requires.map((service) => ({ service, capability: service, optional: false, via: 'network' })),
  rootCauses: [],
  ...more,
});
const condition = (service: string, more: Partial<ServiceCondition> = {}): ServiceCondition => ({
  service,
  status: 'degraded',
  health: 'unhealthy',
  desired: 'running',
  since: '2026-01-31T20:15:04Z',
  ...more,
});
const sick = { status: 'degraded', health: 'unhealthy' } as const;

describe('the tree of services', () => {
  it('shows each with its sign below what requires it, and what is to blame', () => {
    const services = [
      node('jellyfin', ['postgres', 'redis']),
      node('postgres'),
      node('qbittorrent', ['vpn'], {
        ...sick,
        requires: [{ service: 'vpn', capability: 'vpn', optional: false, via: 'namespace' }],
      }),
      node('radarr', ['jellyfin', 'qbittorrent'], sick),
      node('redis', [], { health: 'unknown' }),
      node('sonarr', ['jellyfin', 'qbittorrent'], { status: 'recovering', health: 'unhealthy' }),
      node('vpn', [], { status: 'failed', health: 'unknown' }),
      node('whoami', [], { status: 'stopped', health: 'unknown', desired: 'stopped' }),
    ];
    const rootCauses = [{ ...condition('vpn'), suffering: ['qbittorrent', 'radarr', 'sonarr'] }];
    expect(healthTree({ services, rootCauses }, page)).toBe(
      [
        '✖ radarr          degraded, unhealthy',
        '├─ ✔ jellyfin     healthy',
        '│  ├─ ✔ postgres  healthy',
        '│  └─ ? redis     running, health unknown',
        '└─ ✖ qbittorrent  degraded, unhealthy',
        '   └─ ✖ vpn       failed  ← root cause  gives it its network',
        '… sonarr          recovering',
        '├─ ✔ jellyfin     healthy  see above',
        '└─ ✖ qbittorrent  degraded, unhealthy  see above',
        '· whoami          stopped',
      ].join('\n'),
    );
  });

  it('names what a service can be without, and what provides several capabilities once', () => {
    const edge = { service: 'b', optional: true, via: 'network' } as const;
    const requires = [
      { ...edge, capability: 'one' },
      { ...edge, capability: 'two' },
    ];
    const services = [node('a', [], { requires }), node('b')];
    expect(healthTree({ services, rootCauses: [] }, page)).toBe('✔ a     healthy\n└─ ✔ b  healthy  optional');
  });

  it('shows services that require one another in a circle, which no catalog allows, and ends', () => {
    const services = [node('a', ['b']), node('b', ['a'])];
    expect(healthTree({ services, rootCauses: [] }, page).split('\n')).toHaveLength(3);
  });

  it('keeps to the width of the terminal', () => {
    const services = [node('a'.repeat(80))];
    expect(healthTree({ services, rootCauses: [] }, narrow).length).toBeLessThanOrEqual(60);
  });
});

describe('how a service is', () => {
  it.each<[Partial<ServiceCondition>, string, string]>([
    [{ status: 'running', health: 'healthy' }, '✔', 'healthy'],
    [{ status: 'running', health: 'starting' }, '…', 'starting'],
    [{ status: 'running', health: 'unhealthy' }, '✖', 'unhealthy'],
    [{ status: 'stopped', health: 'unknown' }, '✖', 'stopped'],
    [{ status: 'stopped', health: 'unknown', desired: 'stopped' }, '·', 'stopped'],
    [{ status: 'updating', health: 'unknown' }, '…', 'updating'],
  ])('%j has the sign %s and the words "%s"', (state, mark, text) => {
    expect(conditionMark(condition('sonarr', state)).text).toBe(mark);
    expect(conditionText(condition('sonarr', state))).toBe(text);
  });

  it('is told in a sentence with since when and why, where that is news', () => {
    const since = here('2026-01-31T20:15:04Z');
    const tell = (more: Partial<ServiceCondition>) => conditionSentence(condition('sonarr', more), now);
    expect(tell({ cause: 'HTTP 503.' })).toBe(
      `sonarr is running, but unhealthy, since ${since} (4 min ago): HTTP 503.`,
    );
    expect(tell({ status: 'failed', cause: 'it exited' })).toBe(
      `sonarr has failed, at ${since} (4 min ago): it exited.`,
    );
    const trouble = { since: '2026-01-31T20:10:00Z', cause: 'out of memory' };
    expect(tell({ status: 'failed', cause: 'it exited', trouble })).toBe(
      `sonarr has failed, at ${since} (4 min ago): it exited. It has not been well since ${here(trouble.since)} (10 min ago): out of memory.`,
    );
    expect(tell({ status: 'running', health: 'healthy', cause: 'its operation succeeded' })).toBe(
      `sonarr is running and healthy, since ${since} (4 min ago).`,
    );
    expect(tell({ status: 'stopped', desired: 'stopped' })).toBe(
      `sonarr is stopped, as was asked for, since ${since} (4 min ago).`,
    );
  });
});

describe('the explained history', () => {
  const history: ServiceHistory = {
    now: condition('sonarr', { cause: 'HTTP 503' }),
    because: [
      [
        condition('qbittorrent', { cause: 'connection refused' }),
        condition('vpn', { status: 'failed', cause: 'showrunner-vpn exited with code 1' }),
      ],
    ],
    entries: [
      {
        time: '2026-01-25T08:00:00Z',
        kind: 'task.opened',
        sentence: 'A start was asked for by admin.',
        task: 'svc.sonarr.1',
        count: 1,
      },
      {
        time: '2026-01-31T20:15:04Z',
        kind: 'service.changed',
        sentence: 'It is running, but\u001b[2J unhealthy: HTTP 503.',
        count: 3,
        until: '2026-01-31T20:16:04Z',
      },
    ],
  };

  it('begins with how it is and the chain of causes, then tells what happened', () => {
    const at = here('2026-01-31T20:15:04Z');
    const [day, hour] = here('2026-01-25T08:00:00Z').split(' ');
    expect(describeHistory(history, page, now).split('\n')).toEqual([
      `sonarr is running, but unhealthy, since ${at} (4 min ago): HTTP 503.`,
      `  That is because qbittorrent, which it requires, is running, but unhealthy, since ${at} (4 min ago): connection refused.`,
      `    That is because vpn, which qbittorrent requires, has failed, at ${at} (4 min ago): showrunner-vpn exited with code 1.`,
      '',
      'What happened:',
      `  ${day}`,
      `  ${hour}  → A start was asked for by admin.`,
      '              task svc.sonarr.1',
      expect.stringMatching(/^ {2}\d{4}-\d\d-\d\d$/),
      `  ${at}  • It is running, but unhealthy: HTTP 503. That happened 3 times, the last at ${clock('2026-01-31T20:16:04Z', 0)}.`,
    ]);
  });

  it('breaks lines between words where the terminal ends', () => {
    for (const line of describeHistory(history, narrow, now).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(60);
    }
  });

  it('says that nothing is kept where there is nothing', () => {
    const text = describeHistory({ ...history, because: [], entries: [] }, page, now);
    expect(text).toMatch(/HTTP 503\.\n\nNo event of it is kept\.$/);
  });
});

it('words are put in lines, a long one alone', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('a incomprehensibilities b', 10)).toEqual(['a', 'incomprehensibilities', 'b']);
  expect(wrapped('one two', undefined)).toEqual(['one two']);
});

it('the time of day has its date unless it is today', () => {
  const time = '2026-01-31T20:15:04Z';
  expect(clock(time, now, 'UTC')).toBe('20:15:04');
  expect(clock(time, now, 'Asia/Tokyo')).toBe('05:15:04');
  expect(clock(time, now + 86_400_000, 'UTC')).toBe('2026-01-31 20:15:04');
});
