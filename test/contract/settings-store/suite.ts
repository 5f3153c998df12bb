import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SettingsStore } from '#ports/settings-store.ts';

export interface SettingsStoreUnderTest {
  readonly store: SettingsStore;
  /** The same row through a new adapter. */
  reopen(): Promise<SettingsStore>;
  close(): Promise<void>;
}

/** What every settings store does. `open` makes an empty one. */
export function settingsStoreContract(name: string, open: () => Promise<SettingsStoreUnderTest>): void {
  describe(`settings store: ${name}`, () => {
    let subject: SettingsStoreUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    test('is empty at first', async () => {
      expect(await subject.store.read()).toEqual({ values: {}, revision: 0 });
    });

    test('merges what is written into what is there', async () => {
      await subject.store.write({ 'paths.data': '/srv/data', 'user.uid': 1000 });
      await subject.store.write({ 'user.uid': 1001, timezone: 'Europe/Vienna' });
      expect(await (await subject.reopen()).read()).toEqual({
        values: { 'paths.data': '/srv/data', 'user.uid': 1001, timezone: 'Europe/Vienna' },
        revision: 2,
      });
    });

    test('keeps its revision when nothing changes', async () => {
      await subject.store.write({ timezone: 'UTC' });
      await subject.store.write({ timezone: 'UTC' });
      await subject.store.write({});
      expect((await subject.store.read()).revision).toBe(1);
    });

    test('loses nothing when several write at once', async () => {
      await Promise.all([
        subject.store.write({ 'paths.data': '/srv/data' }),
        subject.store.write({ 'paths.config': '/srv/config' }),
        subject.store.write({ 'user.uid': 1000 }),
        subject.store.write({ 'user.gid': 1000 }),
      ]);
      const { values, revision } = await subject.store.read();
      expect(Object.keys(values).toSorted()).toEqual(['paths.config', 'paths.data', 'user.gid', 'user.uid']);
      expect(revision).toBe(4);
    });
  });
}
