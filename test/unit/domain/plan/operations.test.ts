import { describe, expect, it } from 'vitest';
import type { ServiceOperation } from '#domain/operation.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planFor } from '#domain/plan/plan-operation.ts';
import { printPlan } from '#domain/plan/print.ts';
import type { Service } from '#domain/service.ts';
import { catalogStack, installed, planningInput, upBut, withContainers } from '#test/support/domain/index.ts';

async function running(id: string, change: Partial<Service> = {}): Promise<PlanningInput> {
  const input = installed(planningInput(upBut(await catalogStack('sonarr'), id), id));
  return { ...input, service: { ...input.service, ...change } };
}

const printed = (operation: ServiceOperation, input: PlanningInput) =>
  printPlan(planFor(operation, input, { purge: false }));

describe('a stop', () => {
  it('stops the container for good and keeps the links on record', async () => {
    expect(printed('stop', await running('sonarr'))).toMatchInlineSnapshot(`
      "#1 deploy: stop showrunner-sonarr, 30 s grace (a stop was asked for)
      [1] -> #2 monitor: record sonarr as stopped (nothing of it runs any more)"
    `);
  });

  it('of a service without a container only writes it down', async () => {
    const input = await running('sonarr');
    const bare = { ...input, observed: { ...input.observed, containers: [] } };
    expect(printed('stop', bare)).toMatchInlineSnapshot(
      `"#1 monitor: record sonarr as stopped (nothing of it runs any more)"`,
    );
  });
});

describe('a start', () => {
  it('starts what was stopped, and leaves the links alone', async () => {
    const input = withContainers(await running('sonarr', { status: 'stopped' }), { state: 'exited' });
    expect(printed('start', input)).toMatchInlineSnapshot(`
      "#1 deploy: start showrunner-sonarr (container is exited)
      [1] -> #2 deploy: wait until sonarr is healthy, 600 s at most (what follows needs it healthy)
      [2] -> #3 monitor: let the engine keep showrunner-sonarr running (it was healthy once, so the engine restarts it from now on)
      [1,2,3] -> #4 monitor: record sonarr as running (it is running)"
    `);
  });
});

describe('a restart', () => {
  it('stops and starts the same container', async () => {
    expect(printed('restart', await running('sonarr'))).toMatchInlineSnapshot(`
      "#1 deploy: stop showrunner-sonarr, 30 s grace (a restart was asked for)
      [1] -> #2 deploy: start showrunner-sonarr (a restart was asked for)
      [2] -> #3 deploy: wait until sonarr is healthy, 600 s at most (what follows needs it healthy)
      [1,2,3] -> #4 monitor: record sonarr as running (it is running)"
    `);
  });

  it('of a service that is not well lets the engine keep it running again: its breaker may be open', async () => {
    const resting = await running('sonarr', { status: 'failed', health: 'unknown' });
    expect(printed('restart', resting)).toContain('let the engine keep showrunner-sonarr running');
  });

  it('makes a container anew that has diverged', async () => {
    const input = withContainers(await running('sonarr'), { configHash: 'another' });
    expect(printed('restart', input)).toContain('create container showrunner-sonarr');
  });
});

describe('a recovery', () => {
  it('of a service that only was unknown looks whether it is well', async () => {
    expect(printed('recover', await running('redis', { health: 'unknown' }))).toMatchInlineSnapshot(`
      "#1 deploy: wait until redis is healthy, 180 s at most (what follows needs it healthy)
      [1] -> #2 monitor: let the engine keep showrunner-redis running (it was healthy once, so the engine restarts it from now on)
      [1,2] -> #3 monitor: record redis as running (it is running)"
    `);
  });

  it('of one that runs and is not well begins it anew', async () => {
    const ailing = await running('redis', { status: 'degraded', health: 'unhealthy' });
    expect(printed('recover', ailing)).toMatchInlineSnapshot(`
      "#1 deploy: stop showrunner-redis, 60 s grace (it runs, but it is not well)
      [1] -> #2 deploy: start showrunner-redis (it runs, but it is not well)
      [2] -> #3 deploy: wait until redis is healthy, 180 s at most (what follows needs it healthy)
      [3] -> #4 monitor: let the engine keep showrunner-redis running (it was healthy once, so the engine restarts it from now on)
      [1,2,3,4] -> #5 monitor: record redis as running (it is running)"
    `);
  });

  it('gives what ended and was started again by the engine its time to come up', async () => {
    const ailing = await running('redis', { status: 'degraded', health: 'unhealthy' });
    const young = withContainers(ailing, { startedAt: '2030-01-01T00:00:00.000Z' });
    const seen = { ...young, observed: { ...young.observed, at: '2030-01-01T00:00:10.000Z' } };
    const later = { ...young, observed: { ...young.observed, at: '2030-01-01T00:10:00.000Z' } };
    const options = { purge: false, happened: 'ended' } as const;
    expect(printPlan(planFor('recover', seen, options))).not.toContain('stop showrunner-redis');
    expect(printPlan(planFor('recover', later, options))).toContain('stop showrunner-redis');
    expect(printPlan(planFor('recover', seen, { purge: false }))).toContain('stop showrunner-redis');
  });

  it('of one that is to be stopped does nothing', async () => {
    const input = await running('redis', { status: 'failed', desired: 'stopped' });
    expect(printed('recover', input)).toBe('redis: nothing to do');
  });
});
