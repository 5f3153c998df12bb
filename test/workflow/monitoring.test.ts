import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { hostWorkflowId, monitorWorkflowId } from '#contracts/ids.ts';
import type { Observation } from '#contracts/messages.ts';
import type { Health } from '#domain/health.ts';
import { serviceId } from '#domain/ids.ts';
import { sketch } from '#test/support/operations/definitions.ts';
import { ailing, type Harness, healthy, host, startHarness } from '#test/support/operations/harness.ts';

/** A monitor that finds its row owned looks again after 15 s, and a watcher that was missed begins anew after 10 s. */
const within = { timeout: 45_000, interval: 20 };

describe('watching', { timeout: 100_000 }, () => {
  let world: Harness;

  beforeAll(async () => {
    world = await startHarness({
      temporalAddress: inject('temporalAddress'),
      workflowBundle: inject('workflowBundle'),
    });
    await world.monitors.ensureHost(host);
  });

  afterAll(() => world.stop());

  async function installed(name: string): Promise<void> {
    world.provide(name);
    expect((await world.ended(await world.install(name, [sketch(name)]))).status).toBe('succeeded');
  }

  const seen = async (name: string) => {
    const row = await world.services.get(serviceId(name));
    return `${row?.status} ${row?.health}`;
  };

  test('a service that stops answering is degraded after its retries, and running again with the first good answer', async () => {
    await installed('flaky');
    world.prober.answer('showrunner-test-flaky', ailing);
    await expect.poll(() => seen('flaky'), within).toBe('degraded unhealthy');
    world.prober.answer('showrunner-test-flaky', healthy);
    await expect.poll(() => seen('flaky'), within).toBe('running healthy');
  });

  test('a container that ends is seen by its event, with its exit code as the cause', async () => {
    await installed('mortal');
    world.runtime.engine.exit('showrunner-test-mortal', 3);
    await expect
      .poll(() => causes('mortal'), within)
      .toContain('showrunner-test-mortal ended with exit code 3');
  });

  test('monitors that run are counted', async () => {
    await installed('counted');
    const monitor = world.temporal.client.workflow.getHandle(monitorWorkflowId(serviceId('counted')));
    const count = await world.monitors.countMonitors();
    expect(count).toBeGreaterThan(0);
    await monitor.terminate();
    await expect.poll(() => world.monitors.countMonitors(), within).toBe(count - 1);
  });

  test('nothing is reported while an operation owns the service', async () => {
    await installed('owned');
    await world.ended(await world.uninstall('owned'));
    expect(await world.statusOf('owned')).toBe('absent');
    const missed = (await causes('owned')).filter((cause) => /is gone$|has no container$/.test(cause));
    expect(missed).toEqual([]);
  });

  test('an engine that goes away leaves its services unknown, and one that comes back tells their health anew', async () => {
    await installed('abroad');
    world.runtime.engine.away();
    await expect.poll(() => seen('abroad'), within).toBe('running unknown');
    world.runtime.engine.back();
    await expect.poll(() => seen('abroad'), within).toBe('running healthy');
  });

  test('a monitor begins a new generation before its history grows long, and loses no word', async () => {
    await installed('busy');
    const service = serviceId('busy');
    const handle = world.temporal.client.workflow.getHandle(monitorWorkflowId(service));
    const first = (await handle.describe()).runId;
    // So that recovery keeps out of it.
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    await world.recoveries.putWindow({
      id: 'a test',
      startsAt: new Date(0).toISOString(),
      endsAt,
      reason: 'a test',
    });
    for (let round = 0; round < 60; round += 1) {
      await world.monitors.observe(service, observation(round % 2 === 0 ? 'unhealthy' : 'healthy', round));
      await expect.poll(async () => (await causes('busy')).includes(`round ${round}`), within).toBe(true);
    }
    const { runId, historyLength } = await handle.describe();
    expect(runId).not.toBe(first);
    expect(historyLength).toBeLessThan(450);
  });

  test('there is one monitor for a service and one supervision for a host, however often they are asked for', async () => {
    await installed('once');
    expect(await world.monitors.ensureMonitor(serviceId('once'), host)).toBe('present');
    expect(await world.monitors.ensureHost(host)).toBe('present');
    const { status } = await world.temporal.client.workflow.getHandle(hostWorkflowId(host)).describe();
    expect(status.name).toBe('RUNNING');
  });

  async function causes(name: string): Promise<readonly string[]> {
    const events = await world.events.read({ after: 0, limit: 5000, service: serviceId(name) });
    return events.flatMap((event) => (event.type === 'service.changed' ? [event.data.cause] : []));
  }

  function observation(health: Health, round: number): Observation {
    return { at: new Date().toISOString(), health, cause: `round ${round}` };
  }
});
