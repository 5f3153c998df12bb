import { describe, expect, test } from 'vitest';
import { startParts } from '#bench/control-plane/start-parts.ts';
import { withReport } from '#bench/report/document.ts';
import { renderReport } from '#bench/report/render.ts';

const samples = { p50: 12_340, min: 9000, max: 20_000, n: 3 };
const report = renderReport({
  date: '2030-01-01',
  machine: {
    processor: 'Some CPU',
    cores: 2,
    memoryGigabytes: 8,
    kernel: '6.1',
    engine: '20.10.24',
    compose: '2.31.0',
    node: '24.0.0',
  },
  load: [0.5, 2.25, 1],
  minutes: 4.2,
  results: [
    {
      title: 'a stack',
      measured: { name: 'up', unit: 's', samples },
      against: { name: '`compose up`', unit: 's', samples: { ...samples, p50: 10_000 } },
      outcome: { text: '1.23×', goal: '≤ 1.0×', met: false },
      parts: [{ name: 'links', unit: 'ms', samples: { p50: 12.4, min: 1, max: 20, n: 3 } }],
      notes: ['A remark.'],
    },
  ],
});

describe('the report', () => {
  test('says where and under which load it was measured', () => {
    expect(report).toContain('on 2 cores of Some CPU, 8 GB, Linux 6.1, Docker Engine 20.10.24');
    expect(report).toContain('load average 0.5 to 2.3');
  });

  test('keeps a goal that was not met in the table', () => {
    expect(report).toContain(
      '| a stack | 12.3 s (9.0–20.0) | 10.0 s (9.0–20.0) `compose up` | 1.23×   | ≤ 1.0× | no  | 3 |',
    );
  });

  test('names the parts and the remarks below', () => {
    expect(report).toContain('| links | 12 ms (1–20)  | 3 |');
    expect(report).toContain('- A remark.');
  });
});

describe('the page', () => {
  const page = 'Before.\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nAfter.\n';

  test('gets the report between its marks, and keeps the rest', () => {
    expect(withReport(page, 'new')).toBe(
      'Before.\n<!-- measured: begin -->\n\nnew\n\n<!-- measured: end -->\nAfter.\n',
    );
  });

  test('has a place of its own for each part', () => {
    const two = `${page}<!-- life: begin -->\nold\n<!-- life: end -->\n`;
    expect(withReport(two, 'new', 'life')).toBe(`${page}<!-- life: begin -->\n\nnew\n\n<!-- life: end -->\n`);
  });

  test('is left alone where the marks are missing', () => {
    expect(() => withReport('Before.', 'new')).toThrow('marks');
  });
});

test('the parts of a start are those of the last one', () => {
  const log = [
    '2030-01-01T00:00:00.000Z temporal is ready after 900 ms',
    '2030-01-01T00:01:00.200Z temporal is ready after 120 ms',
    '2030-01-01T00:01:01.000Z setup is done after 700 ms',
    '2030-01-01T00:01:02.000Z ready',
    '',
  ].join('\n');
  expect(startParts(log, Date.parse('2030-01-01T00:01:00.000Z'))).toEqual({
    temporal: 120,
    setup: 700,
    'command to supervisor ready': 2000,
  });
});
