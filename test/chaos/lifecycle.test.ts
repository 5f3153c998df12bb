import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listInstanceResources } from '#assembly/instance-resources.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import type { EventQuery } from '#ports/event-log.ts';
import { restClient, taskIdOf } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import { strike, victims } from '#test/support/control-plane/victims.ts';
import { createWitness, type Witness } from '#test/support/control-plane/witness.ts';
import { buildTestImage, type TestImage } from '#test/support/docker/index.ts';
import { type FixtureCatalog, writeFixtureCatalog } from '#test/support/fixtures/fixture-catalog.ts';
import { randomSource } from '#test/support/random-source.ts';

/** Rounds are begun for so long; each kills one process in the middle of one operation. */
const soakSeconds = Number(process.env.SHOWRUNNER_SOAK_SECONDS ?? 180);
const seed = Number(process.env.SHOWRUNNER_SOAK_SEED ?? Date.now() % 1_000_000);
const name = 'sturdy';
const image = (tag: string) => `showrunner-test/lifecycle:${tag}`;

/**
 * One round after the other, in this order, so that each finds the service as it needs it. In `recover` nobody asks for anything: the
 * container is removed by hand. What ails again soon after is held back, and a stop by a person begins to count anew.
 */
const rounds: readonly { readonly path: string; readonly body?: object; readonly leaves: ServiceStatus }[] = [
  { path: 'stop', leaves: 'stopped' },
  { path: 'start', leaves: 'running' },
  { path: 'recover', leaves: 'running' },
  { path: 'update', body: { version: '2' }, leaves: 'running' },
  { path: 'restart', leaves: 'running' },
  { path: 'update', body: { version: '1' }, leaves: 'running' },
];

const refusal = z.object({
  status: z.literal(409),
  body: z.object({ code: z.literal('service-busy'), data: z.object({ task: z.string() }) }),
});

describe('an operation whose control plane is killed in the middle', () => {
  let images: readonly TestImage[];
  let catalog: FixtureCatalog;
  let world: ControlPlane;
  let api: ReturnType<typeof restClient>;
  let seen: Witness;

  beforeAll(async () => {
    images = [await buildTestImage(image('1')), await buildTestImage(image('2'))];
    catalog = await writeFixtureCatalog([{ name, image: image('1'), delay: 1 }]);
    world = await startControlPlane({ catalog: catalog.folder });
    api = restClient(world);
    seen = createWitness(world);
    const installed = await api.ended(taskIdOf(await api.call('POST', '/services', { service: name })));
    expect(installed.status).toBe('succeeded');
  });

  afterAll(async () => {
    await world?.stop();
    await catalog?.remove();
    for (const one of images ?? []) await one.remove();
  });

  /** The last round begins before the end of the soak. */
  const timeout = soakSeconds * 1000 + 200_000;

  test(`goes on, whatever dies at whatever moment (seed ${seed})`, { timeout }, async ({ annotate }) => {
    const random = randomSource(seed);
    const end = performance.now() + soakSeconds * 1000;
    const done: string[] = [];
    const late: string[] = [];
    for (let at = 0; performance.now() < end; at += 1) {
      const round = rounds[at % rounds.length];
      if (round === undefined) break;
      const victim = random.pick(victims);
      const moment = random.pick(['before', 'during', 'after'] as const);
      const said = `round ${at}: ${round.path}, killed ${victim} ${moment} a step (seed ${seed})`;
      const kill = () => strike(world, victim);
      const inTime =
        round.path === 'recover'
          ? await runRecovery(kill, moment, random.next(), said)
          : await runRound(round, kill, moment, random.next(), said);
      (inTime ? done : late).push(`${round.path}: ${victim} ${moment}`);
    }
    await annotate(`${done.join('; ')}. Too late: ${late.join('; ') || 'none'}`);
    expect(done.length).toBeGreaterThan(2);
  });

  async function runRound(
    { path, body = {}, leaves }: (typeof rounds)[number],
    kill: () => Promise<void>,
    moment: 'before' | 'during' | 'after',
    fate: number,
    said: string,
  ): Promise<boolean> {
    const task = await open(path, path === 'update' ? body : undefined, said);
    await until(moment, { task }, fate);
    const killedAt = Date.now();
    await kill();
    const ended = await api.ended(task);
    expect({ said, status: ended.status, error: ended.error }).toMatchObject({ said, status: 'succeeded' });
    await expectOneOfEach(leaves, said);
    return wasOpen({ task }, killedAt);
  }

  async function runRecovery(
    kill: () => Promise<void>,
    moment: 'before' | 'during' | 'after',
    fate: number,
    said: string,
  ): Promise<boolean> {
    const after = await world.ports.events.head();
    const removed = seen.container(name).remove({ force: true });
    let killedAt = Date.now();
    if (moment === 'before') await Promise.all([removed, kill()]);
    else {
      await removed;
      await until(moment, { service: serviceId(name), after }, fate);
      killedAt = Date.now();
      await kill();
    }
    const look = async () => ({
      said,
      row: await seen.row(name),
      trouble: (await seen.memory(name)).trouble,
      containers: (await seen.containers(name)).map(({ State }) => State),
    });
    await expect.poll(look, { timeout: 120_000, interval: 100 }).toMatchObject({
      row: { status: 'running', health: 'healthy' },
      trouble: undefined,
      containers: ['running'],
    });
    await expectOneOfEach('running', said);
    return wasOpen({ service: serviceId(name), after }, killedAt);
  }

  /** What was killed in the round before may be looked into just now: a recovery that begins at this very moment is waited for. */
  async function open(path: string, body: object | undefined, said: string): Promise<TaskId> {
    const ask = () => api.call('POST', `/services/${name}/${path}`, body);
    let opened = await ask();
    const busy = refusal.safeParse(opened);
    if (busy.success) {
      const { operation } = await api.ended(busy.data.body.data.task);
      expect({ said, operation }).toEqual({ said, operation: 'recover' });
      opened = await ask();
    }
    expect(opened.status, `${said}: ${JSON.stringify(opened.body)}`).toBe(202);
    return taskIdOf(opened);
  }

  /** Whether the operation had not ended yet. What is killed later proves nothing, and does not count. */
  async function wasOpen(of: Partial<EventQuery>, at: number): Promise<boolean> {
    const events = await world.ports.events.read({ after: 0, limit: 1000, ...of });
    return events.every(({ type, time }) => type !== 'task.closed' || Date.parse(time) > at);
  }

  /** `during`: a step of the plan has begun, chosen by fate; `after`: one has ended that is not the last. `before` is at once. */
  async function until(
    moment: 'before' | 'during' | 'after',
    of: Partial<EventQuery>,
    fate: number,
  ): Promise<void> {
    if (moment === 'before') return;
    const read = () => world.ports.events.read({ after: 0, limit: 1000, ...of }).catch(() => []);
    await expect
      .poll(
        async () => {
          const events = await read();
          const count = (type: string) => events.filter((event) => event.type === type).length;
          const [steps] = events.flatMap((event) =>
            event.type === 'task.planned' ? [event.data.plan.steps.length] : [],
          );
          if (count('task.closed') > 0) return true;
          if (steps === undefined) return false;
          const wanted = 1 + Math.floor(fate * (moment === 'during' ? steps : steps - 1));
          return count(moment === 'during' ? 'step.started' : 'step.ended') >= wanted;
        },
        { timeout: 60_000, interval: 5 },
      )
      .toBe(true);
  }

  async function expectOneOfEach(status: ServiceStatus, said: string): Promise<void> {
    const { containers } = await listInstanceResources({ instance: world.configuration.instance });
    const running = status === 'running';
    expect({ said, containers }).toMatchObject({ said, containers: [{ running }] });
    const row = await world.ports.services.get(serviceId(name));
    expect({ said, row }).toMatchObject({ said, row: { status, desired: status } });
    expect(row).not.toHaveProperty('previous');
    expect(await world.ports.services.transient()).toEqual([]);
  }
});
