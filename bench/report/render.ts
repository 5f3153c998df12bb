import type { Machine } from '../support/machine.ts';
import { type Figure, figureText, type Result } from './result.ts';

export interface Report {
  readonly date: string;
  readonly machine: Machine;
  /** Load averages over the run, and how long it took. */
  readonly load: readonly number[];
  readonly minutes: number;
  readonly results: readonly Result[];
}

/** The whole report in Markdown: a terminal shows it as well as a page does. */
export function renderReport({ date, machine, load, minutes, results }: Report, heading = '##'): string {
  const { processor, cores, memoryGigabytes, kernel, engine, compose, node } = machine;
  const [least, most] = [Math.min(...load), Math.max(...load)];
  return [
    `Measured on ${date} in one run of ${minutes.toFixed(0)} minutes, on ${cores} cores of ${processor}, ${memoryGigabytes} GB, Linux ${kernel}, ` +
      `Docker Engine ${engine}, Docker Compose ${compose}, Node ${node}; load average ${least.toFixed(1)} to ${most.toFixed(1)}.`,
    '',
    ...table(['what', 'Showrunner', 'against', 'outcome', 'goal', 'met', 'n'], results.map(resultCells)),
    ...results.flatMap((result) => detail(result, heading)),
  ].join('\n');
}

function resultCells({ title, measured, against, outcome }: Result): readonly string[] {
  return [
    title,
    figureText(measured),
    against === undefined ? '' : `${figureText(against)} ${against.name}`,
    outcome.text,
    outcome.goal,
    outcome.met ? 'yes' : 'no',
    String(measured.samples.n),
  ];
}

function detail({ title, parts, notes }: Result, heading: string): readonly string[] {
  const rows = parts.map((part: Figure) => [part.name, figureText(part), String(part.samples.n)]);
  return [
    '',
    `${heading} ${title}`,
    '',
    ...table(['part', 'p50 (min–max)', 'n'], rows),
    '',
    ...notes.map((note) => `- ${note}`),
  ];
}

/** Aligned, so that it reads as plain text too. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(titles), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)];
}
