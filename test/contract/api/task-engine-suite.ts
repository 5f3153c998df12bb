import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTaskId, taskId } from '#contracts/ids.ts';
import { isClosed } from '#contracts/task.ts';
import { hostId, serviceId } from '#domain/ids.ts';
import type { TaskEngine, TaskRequest } from '#ports/task-engine.ts';

export interface TaskEngineUnderTest {
  readonly engine: TaskEngine;
  close(): Promise<void>;
}

const host = hostId('local');
const origin = { correlationId: 'c-1', requestedBy: 'token:admin' };

/** What every task engine does, before any worker has taken a run up. */
export function taskEngineContract(name: string, open: () => Promise<TaskEngineUnderTest>): void {
  describe(`task engine: ${name}`, () => {
    let subject: TaskEngineUnderTest;
    let engine: TaskEngine;
    beforeAll(async () => {
      subject = await open();
      engine = subject.engine;
    });
    afterAll(() => subject.close());

    it('describes at once what it has started', async () => {
      const request = installOf(freshService());
      const id = await engine.start(request);
      const description = await engine.describe(id);
      expect(description).toMatchObject({
        id,
        operation: 'install',
        service: request.input.service,
        requestedBy: 'token:admin',
        correlationId: 'c-1',
      });
      expect(description !== undefined && isClosed(description.status)).toBe(false);
      expect(parseTaskId(id).workflowId).toBe(`svc/${request.input.service}`);
    });

    it('refuses a second run on a service’s lock, and names the first, whatever the operation', async () => {
      const service = freshService();
      const id = await engine.start(installOf(service));
      expect(await engine.openTask(service)).toBe(id);
      for (const request of [installOf(service), uninstallOf(service)]) {
        await expect(engine.start(request)).rejects.toMatchObject({
          code: 'service-busy',
          data: { task: id },
        });
      }
    });

    it('of two that start at once lets one win', async () => {
      const service = freshService();
      const outcomes = await Promise.allSettled([1, 2, 3].map(() => engine.start(installOf(service))));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('starts one batch under a key', async () => {
      const request: TaskRequest = {
        operation: 'batch',
        input: { origin, stages: [[{ operation: 'install', service: freshService(), host }]] },
        key: randomUUID().replaceAll('-', ''),
        summary: 'install two',
      };
      const id = await engine.start(request);
      expect(await engine.describe(id)).toMatchObject({ operation: 'batch' });
      await expect(engine.start(request)).rejects.toMatchObject({ code: 'service-busy', data: { task: id } });
    });

    it('asks an open run to stop', async () => {
      const id = await engine.start(installOf(freshService()));
      expect(await engine.cancel(id)).toBe(true);
      const description = await engine.describe(id);
      expect(['cancelling', 'cancelled']).toContain(description?.status);
    });

    it('knows nothing of a run that never was', async () => {
      const service = freshService();
      const id = taskId({ workflowId: `svc/${service}`, runId: randomUUID() });
      expect(await engine.describe(id)).toBeUndefined();
      expect(await engine.cancel(id)).toBe(false);
      expect(await engine.openTask(service)).toBeUndefined();
    });

    it('lists what was started, in pages, each once, and by its filters', async () => {
      const services = [freshService(), freshService(), freshService()];
      const ids = await Promise.all(services.map((service) => engine.start(installOf(service))));
      await expect
        .poll(() => listAll(engine), { timeout: 10_000, interval: 200 })
        .toEqual(expect.arrayContaining(ids));
      const all = await listAll(engine);
      expect(new Set(all).size).toBe(all.length);
      const [service] = services;
      if (service === undefined) throw new Error('There is a first one.');
      const found = await engine.list({ limit: 10, service, operation: 'install', status: 'running' });
      expect(found.tasks.map((task) => task.service)).toEqual([service]);
      expect((await engine.list({ limit: 10, service, operation: 'uninstall' })).tasks).toEqual([]);
      expect((await engine.list({ limit: 10, service, status: 'failed' })).tasks).toEqual([]);
    });
  });
}

async function listAll(engine: TaskEngine): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await engine.list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...page.tasks.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
}

let count = 0;
function freshService() {
  count += 1;
  return serviceId(`s${count}-${randomUUID().slice(0, 8)}`);
}

function installOf(service: ReturnType<typeof freshService>) {
  return { operation: 'install', input: { service, host, origin }, summary: `install ${service}` } as const;
}

function uninstallOf(service: ReturnType<typeof freshService>) {
  const input = { service, host, origin, purge: false };
  return { operation: 'uninstall', input, summary: `uninstall ${service}` } as const;
}
