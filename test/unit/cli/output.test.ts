import { expect, test } from 'vitest';
import { createPaint, span } from '#cli/output/paint.ts';
import { table } from '#cli/output/table.ts';
import { counted, cutTo, listOf, oneLine, widthOf, withoutControls } from '#cli/output/text.ts';
import { ago, bytes, duration } from '#cli/output/times.ts';

const paint = createPaint(false);
const columns = [
  { title: 'name', cell: ({ name }: { name: string }) => name },
  { title: 'size', cell: ({ size }: { size: number }) => String(size), align: 'right' as const },
  { title: 'empty', cell: () => '' },
  { title: 'words', cell: ({ words }: { words: string }) => span(words, 'dim'), shrinks: true },
];
const rows = [
  { name: 'sonarr', size: 7, words: 'finds series' },
  { name: 'qbittorrent', size: 1234, words: 'gets them through the tunnel' },
];

test('a table is aligned, and leaves out a column without a cell', () => {
  expect(table(rows, columns, { paint }).split('\n')).toEqual([
    'NAME         SIZE  WORDS',
    'sonarr          7  finds series',
    'qbittorrent  1234  gets them through the tunnel',
  ]);
});

test('on a narrow terminal only what may shrink does', () => {
  const lines = table(rows, columns, { paint, columns: 32 }).split('\n');
  expect(lines).toEqual([
    'NAME         SIZE  WORDS',
    'sonarr          7  finds series',
    'qbittorrent  1234  gets them th…',
  ]);
});

test('colours change no width', () => {
  const painted = table(rows, columns, { paint: createPaint(true) });
  expect(oneLine(painted.split('\n')[1] ?? '')).toBe('sonarr 7 finds series');
});

test('widths count what a terminal draws', () => {
  expect(widthOf('abc')).toBe(3);
  expect(widthOf('日本')).toBe(4);
  expect(widthOf('e\u0301')).toBe(1);
  expect(cutTo('日本語', 5)).toBe('日本…');
  expect(cutTo('abcdef', 4)).toBe('abc…');
  expect(cutTo('abc', 0)).toBe('');
});

test('foreign text cannot steer the terminal', () => {
  expect(oneLine('a\u001b[2Jb\nc\u0007\u001b]0;title\u0007d')).toBe('ab cd');
  expect(withoutControls('\u001b[31mred\u001b[0m\u001b[2J\tgone\u0007\r')).toBe(
    '\u001b[31mred\u001b[0m\tgone',
  );
});

test('lists and counts read as a person says them', () => {
  expect(listOf([])).toBe('');
  expect(listOf(['a'])).toBe('a');
  expect(listOf(['a', 'b', 'c'])).toBe('a, b and c');
  expect(counted(1, 'service')).toBe('1 service');
  expect(counted(2, 'service keeps', 'services keep')).toBe('2 services keep');
});

test.each([
  [0, '0.0 s'],
  [9_940, '9.9 s'],
  [9_960, '10 s'],
  [59_600, '1 min 00 s'],
  [65_000, '1 min 05 s'],
  [7_810_000, '2 h 10 min'],
  [-5, '0.0 s'],
])('%i ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [676_000, '676 kB'],
  [999_600, '1.0 MB'],
  [6_500_000, '6.5 MB'],
  [1_230_000_000, '1.2 GB'],
])('%i bytes are %s', (count, text) => expect(bytes(count)).toBe(text));

test('times are told from now', () => {
  const now = Date.parse('2026-01-31T12:00:00Z');
  expect(ago('2026-01-31T11:59:59Z', now)).toBe('just now');
  expect(ago('2026-01-31T11:59:00Z', now)).toBe('1 min ago');
  expect(ago('2026-01-29T11:00:00Z', now)).toBe('2 days ago');
  expect(ago('never', now)).toBe('');
});
