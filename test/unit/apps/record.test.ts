import { describe, expect, it } from 'vitest';
import { linkRecords, recordPath } from '#adapters/apps/record.ts';
import { linkEnd } from '#test/contract/links/support/ends.ts';
import { createMemorySecretStore } from '#test/contract/links/support/memory-secret-store.ts';

const sonarr = linkEnd('sonarr', 8989, ['api-key']);
const rootFolder = (path: string) =>
  ({ kind: 'root-folder', consumer: sonarr, provider: sonarr, arguments: { path } }) as const;

describe('the record of a link', () => {
  it('comes back as it was written, and is gone when it is forgotten', async () => {
    const records = linkRecords(createMemorySecretStore(), rootFolder('/data/tv'), 'task-1');
    expect(await records.read()).toBeUndefined();
    const record = { task: 'task-1', id: 7, wrote: { path: '/data/tv' }, secrets: { apiKey: 2 } };
    await records.write(record);
    expect(await records.read()).toEqual(record);
    await records.forget();
    expect(await records.read()).toBeUndefined();
  });

  it('makes no new version where nothing changed', async () => {
    const secrets = createMemorySecretStore();
    const records = linkRecords(secrets, rootFolder('/data/tv'), 'task-1');
    await records.write({ wrote: {}, secrets: {} });
    await records.write({ wrote: {}, secrets: {} });
    expect([...(await secrets.versions('showrunner-links')).values()]).toEqual([1]);
  });

  it('is kept apart by service, kind and folder, and from every service’s own secrets', () => {
    const paths = [rootFolder('/data/tv'), rootFolder('/data/anime')].map(recordPath);
    expect(new Set(paths).size).toBe(2);
    expect(paths.every((path) => path.startsWith('showrunner-links/root-folder-'))).toBe(true);
  });

  it('is secret-unreadable when it is damaged', async () => {
    const secrets = createMemorySecretStore();
    await secrets.put(recordPath(rootFolder('/data/tv')), '{"format":2}');
    const records = linkRecords(secrets, rootFolder('/data/tv'), 'task-1');
    await expect(records.read()).rejects.toMatchObject({ code: 'secret-unreadable' });
  });
});
