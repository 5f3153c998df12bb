import { expect, it } from 'vitest';
import { type BusyDefinition, readBusy } from '#domain/busy.ts';
import { componentName } from '#domain/ids.ts';

const probe: BusyDefinition = {
  component: componentName('sonarr'),
  port: 8989,
  path: '/api/v3/command',
  headers: {},
  any: { status: ['started'], name: ['RescanSeries', 'Backup'] },
  named: 'commandName',
  longestSeconds: 7200,
};
const scan = { status: 'started', name: 'RescanSeries', commandName: 'Rescan Series' };

it('an entry all of whose fields have a wanted value means busy, by its name', () => {
  expect(readBusy(probe, [{ ...scan, name: 'RssSync' }, scan])).toEqual({ at: 'Rescan Series' });
});

it.each([
  ['no entry', []],
  ['another value of one field', [{ ...scan, status: 'queued' }]],
  ['its fields in two entries', [{ status: 'started' }, { name: 'Backup' }]],
  ['a number for a text', [{ ...scan, status: 1 }]],
  ['no list', { records: [scan] }],
  ['no answer', undefined],
  ['entries that are no objects', [null, 'started', 7]],
])('%s means that it is not', (_, answer) => {
  expect(readBusy(probe, answer)).toEqual({});
});

it('a name is put on one line and shortened, and one that is missing is said to be', () => {
  expect(readBusy(probe, [{ ...scan, commandName: ' Rescan\n\u0007 Series ' }])).toEqual({
    at: 'Rescan Series',
  });
  expect(readBusy(probe, [{ ...scan, commandName: 'x'.repeat(200) }]).at).toHaveLength(81);
  expect(readBusy(probe, [{ ...scan, commandName: null }])).toEqual({
    at: 'something that it does not name',
  });
});
