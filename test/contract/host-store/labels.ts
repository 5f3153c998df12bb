import { expect, test } from 'vitest';
import { hostId } from '#domain/ids.ts';
import type { HostStore } from '#ports/host-store.ts';

const local = hostId('local');

/** What changes of labels do, one after the other and at one moment. */
export function labelTests(open: () => HostStore): void {
  test('merges changes of labels, and loses none of many at one moment', async () => {
    const store = open();
    await store.ensureLocal(local, '127.0.0.1');
    await store.changeLabels(local, { disk: 'small', room: 'attic' });
    expect(await store.changeLabels(local, { disk: null, floor: '2' })).toMatchObject({
      labels: { floor: '2', room: 'attic' },
    });
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index + 10}`);
    await Promise.all(keys.map((key) => store.changeLabels(local, { [key]: 'there' })));
    const after = Object.keys((await store.get(local))?.labels ?? {});
    expect(after.toSorted()).toEqual(['floor', ...keys, 'room']);
  });

  test('refuses more labels than a host may have, and changes none then', async () => {
    const store = open();
    await store.ensureLocal(local, '127.0.0.1');
    const many = (from: number) =>
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key-${from + index}`, 'there']));
    const { labels } = await store.changeLabels(local, many(10));
    await expect(store.changeLabels(local, many(50))).rejects.toMatchObject({
      code: 'invalid-input',
      faults: [{ field: 'labels', reason: 'must be 32 at most' }],
    });
    expect(await store.get(local)).toMatchObject({ labels });
  });
}
