import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CentralActivities, Verdict } from '#activities/central/contract.ts';
import { type RecoveryPorts, reportHealth, reviewRecovery } from '#activities/central/recovery.ts';
import type { Observation } from '#contracts/messages.ts';
import type { BusyAnswer, BusyDefinition } from '#domain/busy.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import { change, claim, definition, draft, requires, runOf } from '#test/contract/service-store/fixtures.ts';
import {
  createMemoryEventLog,
  createMemoryRecoveryStore,
  createMemoryServiceStore,
  createMemorySettingsStore,
} from '#test/support/memory/index.ts';

const [sonarr, prowlarr, scanner] = [serviceId('sonarr'), serviceId('prowlarr'), serviceId('scanner')];
const probe: BusyDefinition = {
  component: componentName('scanner'),
  port: 80,
  path: '/',
  headers: {},
  any: { state: ['on'] },
  named: 'name',
  longestSeconds: 600,
};
const scanning = { ...definition('scanner'), busy: probe };
const events = createMemoryEventLog();
let ports: RecoveryPorts & {
  readonly services: ReturnType<typeof createMemoryServiceStore>;
  readonly settings: ReturnType<typeof createMemorySettingsStore>;
};

beforeEach(async () => {
  ports = {
    services: createMemoryServiceStore(events),
    recoveries: createMemoryRecoveryStore(events),
    settings: createMemorySettingsStore(),
  };
  const edge = requires(sonarr, prowlarr);
  await ports.services.claimInstall(claim([draft(sonarr), draft(prowlarr)], [edge]));
  for (const id of [sonarr, prowlarr]) {
    const run = runOf(id);
    await ports.services.transition(change(id, 'installing', run, { time: at(0) }));
    const released = { health: 'healthy', release: true, time: at(1) } as const;
    await ports.services.transition(change(id, 'running', run, released));
  }
});

describe('a report of bad health', () => {
  it('makes the service degraded and asks for an attempt on its host, under the name of this trouble', async () => {
    const verdict = await report('one', 10, ill);
    expect(verdict.move).toEqual({
      do: 'attempt',
      cause: 'no answer',
      host: 'local',
      correlationId: `recovery-sonarr-${Date.parse(at(10))}`,
    });
    expect(await ports.services.get(sonarr)).toMatchObject({ status: 'degraded', health: 'unhealthy' });
  });

  it('that is repeated by a second try counts once and answers alike', async () => {
    await report('one', 10, { ...well, restarts: 3 });
    const first = await report('two', 11, { ...ill, restarts: 1 });
    const kept = await ports.recoveries.get(sonarr);
    expect(await report('two', 11, { ...ill, restarts: 1 })).toEqual(first);
    expect((await ports.recoveries.get(sonarr)).recovery).toEqual(kept.recovery);
    expect(kept.recovery).toMatchObject({ failures: 1, restarts: [] });
  });

  it('from before the last operation ended changes no row, and is doubted', async () => {
    const verdict = await report('one', 10, ill, 0);
    expect(verdict.move).toEqual({ do: 'wait', until: at(15) });
    expect(await ports.services.get(sonarr)).toMatchObject({ status: 'running', health: 'healthy' });
  });

  it('does not count yet while an operation is at work, and says so', async () => {
    await ports.services.transition(change(sonarr, 'recovering', runOf(sonarr)));
    expect(await report('one', 10, ill)).toMatchObject({ move: { do: 'stand-aside' }, untold: true });
    expect(await ports.recoveries.get(sonarr)).toMatchObject({ recovery: { failures: 0 }, revision: 0 });
  });

  it('of a service that is gone is nothing', async () => {
    const verdict = await call(reportHealth(ports), {
      ...look('one', 10, serviceId('nobody')),
      observation: { at: at(10), ...ill },
    });
    expect(verdict).toEqual({ move: { do: 'rest' }, wake: [], alerts: [] });
  });
});

describe('recovery', () => {
  it('is held back by what the service requires, whose report of good health wakes it', async () => {
    await report('one', 10, ill, 10, prowlarr);
    const held = await report('two', 11, ill);
    expect(held.move).toEqual({ do: 'wait', until: at(611) });
    expect((await ports.recoveries.get(sonarr)).recovery.held).toMatchObject({ on: 'prowlarr' });
    expect((await report('three', 20, well, 20, prowlarr)).wake).toEqual([sonarr]);
    expect((await review('four', 21)).move).toEqual({ do: 'wait', until: at(26) });
    expect((await review('five', 26)).move).toMatchObject({ do: 'attempt' });
  });

  it('is held back while the service says that it is busy', async () => {
    await ports.services.claimInstall(claim([draft(scanner, { definition: scanning })]));
    const run = runOf(scanner);
    await ports.services.transition(change(scanner, 'installing', run, { time: at(0) }));
    const released = { health: 'healthy', release: true, time: at(1) } as const;
    await ports.services.transition(change(scanner, 'running', run, released));
    const question = { do: 'ask', host: 'local', probe };
    expect((await report('one', 10, ill, 10, scanner)).move).toEqual(question);
    const held = await answered('two', 11, { at: 'Rescan Series' });
    expect(held.move).toEqual({ do: 'wait', until: at(71) });
    expect((await ports.recoveries.get(scanner)).recovery.held).toMatchObject({ by: 'busy' });
    expect((await answered('three', 71)).move).toEqual(question);
    expect((await answered('four', 72, {})).move).toMatchObject({ do: 'attempt', cause: 'no answer' });
  });

  it('leaves drift alone where the settings say so', async () => {
    await ports.settings.write({ 'recovery.drift': 'report' });
    expect((await report('one', 10, { ...ill, happened: 'drifted' })).move).toEqual({ do: 'rest' });
    expect((await report('two', 11, { ...ill, happened: 'gone' })).move).toMatchObject({ do: 'attempt' });
  });

  it('says of each alert how it stands, in words', async () => {
    await report('one', 10, ill);
    await failThrice();
    const opened = await review('opened', 200);
    expect(opened.alerts).toMatchObject([
      { alert: 'ServiceDown', state: 'raised', summary: 'sonarr (sonarr) is down' },
    ]);
    expect(opened.alerts[0]?.description).toContain('3 attempts');
    expect(opened.move).toEqual({ do: 'wait', until: at(500) });
  });

  it('has the engine let a service rest while its breaker is open, also by an answer that is given again', async () => {
    expect(await report('one', 10, ill)).not.toHaveProperty('rests');
    await failThrice();
    expect((await review('opened', 200)).rests).toBe('local');
    expect((await review('opened', 200)).rests).toBe('local');
    expect(await review('half-open', 500)).toMatchObject({ move: { do: 'attempt' }, rests: 'local' });
  });

  it('has the engine keep a service up whose breaker closed, and no other', async () => {
    expect(await report('one', 5, well)).not.toHaveProperty('keeps');
    await report('two', 10, ill);
    await failThrice();
    await review('opened', 200);
    const settling = await report('three', 210, well);
    expect(settling).not.toHaveProperty('keeps');
    expect(settling).not.toHaveProperty('rests');
    for (const _ of ['first try', 'second try'])
      expect(await review('closed', 510)).toMatchObject({ move: { do: 'rest' }, keeps: 'local' });
  });

  it('that was cancelled leaves a service degraded that is not well', async () => {
    await report('one', 10, ill);
    const run = runOf(sonarr);
    await ports.services.transition(change(sonarr, 'recovering', run));
    await ports.services.transition(change(sonarr, 'running', run, { release: true, time: at(12) }));
    expect(await ports.services.get(sonarr)).toMatchObject({ status: 'running', health: 'unhealthy' });
    expect((await review('two', 13, { type: 'cancelled' })).move).toEqual({ do: 'wait', until: at(28) });
    expect(await ports.services.get(sonarr)).toMatchObject({ status: 'degraded' });
  });
});

const ill = { health: 'unhealthy', cause: 'no answer' } as const;
const well = { health: 'healthy', cause: '200 OK' } as const;

function at(second: number): string {
  return new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();
}

function look(key: string, second: number, service = sonarr) {
  return { service, key: `${service}/${key}`, now: at(second) };
}

function report(key: string, second: number, word: Omit<Observation, 'at'>, seen = second, service = sonarr) {
  return call(reportHealth(ports), {
    ...look(key, second, service),
    observation: { at: at(seen), ...word },
  });
}

function review(
  key: string,
  second: number,
  tried?: Parameters<CentralActivities['reviewRecovery']>[0]['tried'],
) {
  return call(reviewRecovery(ports), { ...look(key, second), ...(tried === undefined ? {} : { tried }) });
}

function answered(key: string, second: number, busy?: BusyAnswer) {
  const request = { ...look(key, second, scanner), ...(busy === undefined ? {} : { busy }) };
  return call(reviewRecovery(ports), request);
}

async function failThrice(): Promise<void> {
  const failed = { type: 'failed', code: 'never-healthy', message: 'no answer in 60 s' } as const;
  for (const second of [11, 42, 103]) await review(`failed/${second}`, second, failed);
}

/** Each test has a run of its own, for the event log is one. */
async function call<Request>(
  activity: (request: Request) => Promise<Verdict>,
  request: Request,
): Promise<Verdict> {
  const run = { workflowId: 'monitor/sonarr', runId: expect.getState().currentTestName ?? '' };
  const environment = new MockActivityEnvironment({ workflowExecution: run });
  return (await environment.run(activity, request)) as Verdict;
}
