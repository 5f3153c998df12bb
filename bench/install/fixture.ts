import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { buildTestImage } from '#test/support/docker/test-image.ts';
import { writeFixtureCatalog } from '#test/support/fixtures/fixture-catalog.ts';
import { writeLifeFixtures } from '../life/fixtures.ts';
import type { Cleanup } from '../support/cleanup.ts';

/** The one-container service: two megabytes of busybox that answer at once. */
export const fixture = { name: 'bench', image: 'showrunner-bench:1', port: 8000 } as const;

/** The project's catalog with the fixtures beside it, in a folder of its own; their image is built. */
export async function writeBenchCatalog(cleanup: Cleanup): Promise<string> {
  const { folder, remove } = await writeFixtureCatalog([fixture]);
  cleanup.later(remove);
  await cp(join(import.meta.dirname, '..', '..', 'catalog'), folder, { recursive: true });
  await writeLifeFixtures(folder, fixture.image);
  const image = await buildTestImage(fixture.image);
  cleanup.later(() => image.remove());
  return folder;
}
