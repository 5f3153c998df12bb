import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { taskId } from '#contracts/ids.ts';
import type { Task } from '#contracts/task.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import type { ArchiveQuery, KeyedRequest, TaskStore } from '#ports/task-store.ts';

export interface TaskStoreUnderTest {
  readonly store: TaskStore;
  /** The same rows through a new adapter. */
  reopen(): Promise<TaskStore>;
  close(): Promise<void>;
}

/** What every task store does. `open` makes an empty one. */
export function taskStoreContract(name: string, open: () => Promise<TaskStoreUnderTest>): void {
  describe(`task store: ${name}`, () => {
    let subject: TaskStoreUnderTest;
    let store: TaskStore;
    beforeEach(async () => {
      subject = await open();
      store = subject.store;
    });
    afterEach(() => subject.close());

    describe('an idempotency key', () => {
      test('is new once, then a repeat, with its task once that is known', async () => {
        expect(await store.reserveKey(request)).toEqual({ kind: 'new' });
        expect(await store.reserveKey(request)).toEqual({ kind: 'repeat' });
        await store.recordKey(request, idOf(1));
        await store.recordKey(request, idOf(1));
        const again = await subject.reopen();
        expect(await again.reserveKey(request)).toEqual({ kind: 'repeat', task: idOf(1) });
      });

      test('with another body is refused, in every call', async () => {
        await store.reserveKey(request);
        const other = { ...request, bodyHash: 'other' };
        const refusal = { code: 'idempotency-mismatch' };
        await expect(store.reserveKey(other)).rejects.toMatchObject(refusal);
        await expect(store.recordKey(other, idOf(1))).rejects.toMatchObject(refusal);
        await store.freeKey(other);
        expect(await store.reserveKey(request)).toEqual({ kind: 'repeat' });
      });

      test('of another principal is another key', async () => {
        await store.reserveKey(request);
        expect(await store.reserveKey({ ...request, principal: 'token:other', bodyHash: 'other' })).toEqual({
          kind: 'new',
        });
      });

      test('that was freed is new again; one that has a task stays', async () => {
        await store.reserveKey(request);
        await store.freeKey(request);
        await store.freeKey(request);
        expect(await store.reserveKey(request)).toEqual({ kind: 'new' });
        await store.recordKey(request, idOf(1));
        await store.freeKey(request);
        expect(await store.reserveKey(request)).toEqual({ kind: 'repeat', task: idOf(1) });
      });

      test('keeps its first task', async () => {
        await store.reserveKey(request);
        await store.recordKey(request, idOf(1));
        const second = store.recordKey(request, idOf(2));
        await expect(second).rejects.toMatchObject({ code: 'idempotency-mismatch' });
        expect(await store.reserveKey(request)).toEqual({ kind: 'repeat', task: idOf(1) });
      });

      test('that many reserve at once is new for one of them', async () => {
        const answers = await Promise.all(Array.from({ length: 12 }, () => store.reserveKey(request)));
        expect(answers.filter(({ kind }) => kind === 'new')).toHaveLength(1);
      });
    });

    describe('the archive', () => {
      test('gives back a task whole, also through a new adapter', async () => {
        const closed = task(1, { error: { code: 'never-healthy', message: 'No.', remedy: 'Look.' } });
        await store.archive(closed);
        expect(await store.archived(closed.id)).toEqual(closed);
        expect(await (await subject.reopen()).archived(closed.id)).toEqual(closed);
        expect(await store.archived(idOf(2))).toBeUndefined();
      });

      test('keeps what it has when a task is archived again', async () => {
        await store.archive(task(1));
        await store.archive({ ...task(1), requestedBy: 'somebody else' });
        expect(await store.archived(idOf(1))).toEqual(task(1));
        expect((await store.list({ limit: 10 })).tasks).toHaveLength(1);
      });

      test('refuses a task that is not closed', async () => {
        const { closedAt: _, ...open } = task(1, { status: 'running' });
        await expect(store.archive(open)).rejects.toMatchObject({ code: 'internal' });
      });

      test('says which of several tasks it has', async () => {
        await store.archive(task(1));
        expect(await store.known([idOf(1), idOf(2)])).toEqual(new Set([idOf(1)]));
        expect(await store.known([])).toEqual(new Set());
      });

      test('lists summaries, the last closed first, a page at a time', async () => {
        for (const number of [2, 5, 1, 4, 3]) await store.archive(task(number));
        const first = await store.list({ limit: 2 });
        expect(first.tasks.map(({ id }) => id)).toEqual([idOf(5), idOf(4)]);
        expect(first.tasks[0]).not.toHaveProperty('steps');
        expect(await pages(store, { limit: 2 })).toEqual([5, 4, 3, 2, 1].map(idOf));
        expect(await store.list({ limit: 5 })).not.toHaveProperty('next');
      });

      test('gives every task once to a reader of pages, whatever is archived meanwhile', async () => {
        for (let number = 1; number <= 6; number += 1) await store.archive(task(number));
        const first = await store.list({ limit: 2 });
        await store.archive(task(7));
        await store.archive(task(8));
        const rest = await pages(store, {
          limit: 2,
          ...(first.next === undefined ? {} : { cursor: first.next }),
        });
        expect([...first.tasks.map(({ id }) => id), ...rest]).toEqual([6, 5, 4, 3, 2, 1].map(idOf));
      });

      test('orders tasks that closed in the same millisecond by id', async () => {
        const closedAt = '2026-01-01T00:00:00.500Z';
        for (const number of [2, 3, 1]) await store.archive(task(number, { closedAt }));
        expect(await pages(store, { limit: 1 })).toEqual([3, 2, 1].map(idOf));
      });

      test('can be narrowed by status, service and operation', async () => {
        await store.archive(task(1, { status: 'failed' }));
        await store.archive(task(2, { service: serviceId('radarr') }));
        const { service: _, ...batch } = task(3, { operation: 'batch' });
        await store.archive(batch);
        expect(await pages(store, { limit: 9, status: 'failed' })).toEqual([idOf(1)]);
        expect(await pages(store, { limit: 9, service: serviceId('radarr') })).toEqual([idOf(2)]);
        expect(await pages(store, { limit: 9, operation: 'batch' })).toEqual([idOf(3)]);
        expect(await pages(store, { limit: 9, operation: 'batch', status: 'failed' })).toEqual([]);
      });

      test.each(['', 'nonsense', Buffer.from('["x"]').toString('base64url')])(
        'refuses the cursor "%s"',
        async (cursor) => {
          await expect(store.list({ limit: 1, cursor })).rejects.toMatchObject({
            code: 'invalid-input',
            faults: [{ field: 'cursor' }],
          });
        },
      );
    });
  });
}

const request: KeyedRequest = { principal: 'token:admin', key: 'once', bodyHash: 'hash' };

function idOf(number: number): TaskId {
  const runId = `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
  return taskId({ workflowId: 'svc/sonarr', runId });
}

function task(number: number, more: Partial<Task> = {}): Task {
  return {
    id: idOf(number),
    operation: 'install',
    service: serviceId('sonarr'),
    status: 'succeeded',
    startedAt: '2026-01-01T00:00:00.000Z',
    closedAt: new Date(Date.UTC(2026, 0, 1, 1, number)).toISOString(),
    requestedBy: 'token:admin',
    correlationId: 'request-1',
    steps: [],
    children: [],
    ...more,
  };
}

async function pages(store: TaskStore, query: ArchiveQuery): Promise<readonly TaskId[]> {
  const { tasks, next } = await store.list(query);
  const ids = tasks.map(({ id }) => id);
  return next === undefined ? ids : [...ids, ...(await pages(store, { ...query, cursor: next }))];
}
