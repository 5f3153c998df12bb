import { expect, test } from 'vitest';
import { openedText } from '#cli/output/maintenance.ts';

const window = { id: 'm-1', startsAt: '', endsAt: '2026-01-31T12:30:00.000Z', reason: 'a new disk' };
const now = Date.parse('2026-01-31T12:00:00.000Z');

test('a window says how it is ended earlier, in the instance that it was opened in', () => {
  const [first, second] = openedText({ ...window, service: 'sonarr' }, { instance: 'demo' }, now).split('\n');
  expect(first).toMatch(/^Nothing of sonarr is healed until .+\.$/);
  expect(second).toBe('End it earlier with showrunner --instance demo maintenance --end m-1');
});

test('a window without a service is one for all', () => {
  const text = openedText(window, { instance: 'default' }, now);
  expect(text).toContain('Nothing of all services is healed');
  expect(text).toContain('showrunner maintenance --end m-1');
});
