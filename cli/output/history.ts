import type { ServiceHistory } from '#sdk/generated/schema.ts';
import { conditionSentence } from './condition.ts';
import type { Output } from './output.ts';
import { type Span, span } from './paint.ts';
import { oneLine, wrapped } from './text.ts';
import { localParts } from './times.ts';

type Page = Pick<Output, 'paint' | 'columns'>;
type Entry = ServiceHistory['entries'][number];

/** How a service is, because of what, and what happened to it, to be read from top to bottom. */
export function describeHistory(history: ServiceHistory, page: Page, now = Date.now()): string {
  const happened = happenings(history.entries, page, now);
  return [
    ...headline(history, page, now),
    ...(history.placement ?? []).flatMap((line) => indented(`${line}.`, 2, page)),
    '',
    ...(happened.length === 0 ? ['No event of it is kept.'] : ['What happened:', ...happened]),
  ].join('\n');
}

/** Each link of a chain stands below the one that it explains. */
function headline({ now: condition, because }: ServiceHistory, page: Page, now: number): readonly string[] {
  const [first = '', ...rest] = wrapped(conditionSentence(condition, now), page.columns());
  const bold = [first, ...rest].map((line) => page.paint(span(line, 'bold')));
  const reasons = because.flatMap((chain) =>
    chain.flatMap((link, at) => {
      const who = `That is because ${link.service}, which ${at === 0 ? 'it' : chain[at - 1]?.service} requires,`;
      return indented(conditionSentence(link, now, who), 2 * (at + 1), page);
    }),
  );
  return [...bold, ...reasons];
}

function happenings(entries: readonly Entry[], page: Page, now: number): readonly string[] {
  let day = localParts(now)[0];
  return entries.flatMap((entry) => {
    const [date, hour = ''] = localParts(Date.parse(entry.time));
    const heading = date === day ? [] : [`  ${page.paint(span(date ?? '', 'dim'))}`];
    day = date;
    return [...heading, ...entryLines(entry, hour, page)];
  });
}

function entryLines(entry: Entry, hour: string, page: Page): readonly string[] {
  const [first = '', ...rest] = wrapped(entryText(entry), room(14, page));
  const task =
    entry.kind === 'task.opened' && entry.task !== undefined
      ? [page.paint(span(`task ${entry.task}`, 'dim'))]
      : [];
  const lead = `  ${page.paint(span(hour, 'dim'))}  ${page.paint(marks[entry.kind])} `;
  return [`${lead}${first}`, ...[...rest, ...task].map((line) => `${' '.repeat(14)}${line}`)];
}

function entryText({ sentence, count, until }: Entry): string {
  const text = oneLine(sentence);
  if (count === 1 || until === undefined) return text;
  return `${text} That happened ${count} times, the last at ${localParts(Date.parse(until)).join(' ')}.`;
}

function indented(text: string, spaces: number, page: Page): readonly string[] {
  return wrapped(text, room(spaces, page)).map((line) => `${' '.repeat(spaces)}${line}`);
}

function room(taken: number, { columns }: Page): number | undefined {
  const all = columns();
  return all === undefined ? undefined : Math.max(20, all - taken);
}

const marks: { readonly [Kind in Entry['kind']]: Span } = {
  'service.changed': span('•'),
  'service.recovery': span('↻', 'cyan'),
  'alert.raised': span('!', 'red'),
  'alert.resolved': span('✔', 'green'),
  'task.opened': span('→', 'cyan'),
  'task.closed': span('←', 'cyan'),
  'step.failed': span('✖', 'red'),
};
