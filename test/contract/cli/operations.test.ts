import { expect, test } from 'vitest';
import type { Handler } from './fake-api.ts';
import { childId, task } from './fixtures.ts';
import { setTheScene } from './scene.ts';

const accepted: Handler = () => ({ status: 202, body: task(childId, { service: 'sonarr' }) });

/** What each command sends; with `--detach` it ends once the task is open. */
test.each([
  [['start', 'sonarr'], 'POST /services/sonarr/start', {}, ''],
  [['stop', 'sonarr'], 'POST /services/sonarr/stop', { cascade: 'false' }, ''],
  [['stop', 'sonarr', '--cascade'], 'POST /services/sonarr/stop', { cascade: 'true' }, ''],
  [['restart', 'sonarr'], 'POST /services/sonarr/restart', {}, ''],
  [['update', 'sonarr'], 'POST /services/sonarr/update', {}, {}],
  [['update', 'sonarr', '--to', '4.1'], 'POST /services/sonarr/update', {}, { version: '4.1' }],
  [
    ['settings', 'sonarr', '--set', 'theme=dark', '--set', 'sonarr.size=3'],
    'PUT /services/sonarr',
    {},
    { settings: { theme: 'dark', size: '3' } },
  ],
] as const)('%j asks %s', async (args, route, query, body) => {
  await using scene = await setTheScene({ [route]: accepted });
  const { code, stdout, stderr } = await scene.run([...args, '--detach']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(childId);
  const [sent] = scene.api.requests;
  expect(sent?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  expect({ query: sent?.query, body: sent?.body ?? '' }).toEqual({ query, body });
});
