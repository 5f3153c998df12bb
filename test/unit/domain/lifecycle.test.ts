import { describe, expect, it } from 'vitest';
import {
  assertTransition,
  isTransient,
  isUp,
  leftAs,
  mayTransition,
  type ServiceStatus,
  serviceStatuses,
  transitions,
} from '#domain/lifecycle.ts';

/** The table as it is meant, written out a second time: `from: to to …`. */
const table = `
absent:       installing
installing:   running failed absent
running:      stopping starting updating recovering uninstalling degraded
degraded:     stopping starting updating recovering uninstalling running
failed:       stopping updating recovering uninstalling starting installing
stopped:      starting updating uninstalling
starting:     running stopped failed
stopping:     stopped failed
updating:     running stopped failed
recovering:   running degraded failed stopped
uninstalling: absent failed running stopped
`;

const legal = new Set(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [from = '', to = ''] = line.split(':');
      return to
        .trim()
        .split(' ')
        .map((one) => `${from} → ${one}`);
    }),
);
const pairs = serviceStatuses.flatMap((from) => serviceStatuses.map((to) => [from, to] as const));

describe('the table of transitions', () => {
  it.each(pairs.filter(([from, to]) => legal.has(`${from} → ${to}`)))('%s may become %s', (from, to) => {
    expect(mayTransition(from, to)).toBe(true);
    expect(() => assertTransition('sonarr', from, to)).not.toThrow();
  });

  it.each(pairs.filter(([from, to]) => !legal.has(`${from} → ${to}`)))('%s never becomes %s', (from, to) => {
    expect(mayTransition(from, to)).toBe(false);
    expect(() => assertTransition('sonarr', from, to)).toThrow(`sonarr is ${from}; it cannot become ${to}.`);
  });

  it('tells a program what was refused', () => {
    const refused = (): void => assertTransition('sonarr', 'absent', 'running');
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'illegal-transition',
        data: { service: 'sonarr', from: 'absent', to: 'running' },
      }),
    );
  });

  it('leads from every state to absent, so that whatever happened can be taken away', () => {
    for (const from of serviceStatuses) expect(reachable(from)).toContain('absent');
  });

  it('leads from every transient state to failed, and from none straight into another one', () => {
    for (const from of serviceStatuses.filter(isTransient)) {
      expect(transitions[from]).toContain('failed');
      expect(transitions[from].filter(isTransient)).toEqual([]);
    }
  });
});

describe('an operation that did not succeed', () => {
  const ends = [true, false].flatMap((cancelled) =>
    [true, false].map((disturbed) => ({ cancelled, disturbed })),
  );
  /** The mark that an operation puts on a row it finds in that state; an install converges from wherever it starts. */
  const marks: readonly { readonly from: ServiceStatus; readonly mark: ServiceStatus }[] = [
    { from: 'absent', mark: 'installing' },
    { from: 'failed', mark: 'installing' },
    { from: 'stopped', mark: 'starting' },
    { from: 'running', mark: 'updating' },
    { from: 'degraded', mark: 'updating' },
    { from: 'running', mark: 'uninstalling' },
    { from: 'degraded', mark: 'uninstalling' },
    { from: 'stopped', mark: 'uninstalling' },
    { from: 'failed', mark: 'uninstalling' },
    { from: 'failed', mark: 'starting' },
    { from: 'failed', mark: 'updating' },
    { from: 'running', mark: 'stopping' },
    { from: 'running', mark: 'recovering' },
  ];
  const cases = marks.flatMap((one) => ends.map((end) => ({ ...one, ...end })));

  it.each(cases.filter(({ mark }) => mark !== 'stopping'))(
    'found it $from, marked it $mark, and leaves it where it may go (cancelled $cancelled, disturbed $disturbed)',
    ({ from, mark, ...end }) => {
      expect(mayTransition(from, mark)).toBe(true);
      expect(transitions[mark]).toContain(leftAs(from, end));
    },
  );

  it.each(serviceStatuses.filter(isTransient).flatMap((mark) => ends.map((end) => ({ mark, ...end }))))(
    'whose repeat finds its own mark $mark leaves it where it may go (cancelled $cancelled, disturbed $disturbed)',
    ({ mark, ...end }) => {
      expect(transitions[mark]).toContain(leftAs(mark, end));
    },
  );

  it('leaves nothing behind when a first install is cancelled, and says failed when it failed', () => {
    expect(leftAs('absent', { cancelled: true, disturbed: false })).toBe('absent');
    expect(leftAs('absent', { cancelled: false, disturbed: false })).toBe('failed');
  });

  it.each(['running', 'stopped', 'failed'] as const)(
    'leaves a %s service so when nothing was touched',
    (from) => {
      for (const cancelled of [true, false]) expect(leftAs(from, { cancelled, disturbed: false })).toBe(from);
    },
  );

  it('says failed once something was taken from a service that ran', () => {
    for (const cancelled of [true, false]) {
      expect(leftAs('running', { cancelled, disturbed: true })).toBe('failed');
      expect(leftAs('stopped', { cancelled, disturbed: true })).toBe('failed');
    }
  });
});

it('a service is up when it runs, well or not', () => {
  expect(serviceStatuses.filter(isUp)).toEqual(['running', 'degraded']);
  expect(isUp(undefined)).toBe(false);
});

function reachable(from: ServiceStatus): ReadonlySet<ServiceStatus> {
  const seen = new Set<ServiceStatus>([from]);
  for (const status of seen) for (const next of transitions[status]) seen.add(next);
  return seen;
}
