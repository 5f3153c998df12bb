import { stripVTControlCharacters } from 'node:util';
import type { Paint, Span } from './paint.ts';

/** One line for a terminal from any text: what a program or a registry said must not move the cursor or change colours. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
}

/** Columns that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** The text, or as much of its beginning as fits with an ellipsis. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns < 1 ? '' : `${kept.trimEnd()}…`;
}

/** Words in lines that are no longer than that; where there is no bound, in one. A longer word stands alone. */
export function wrapped(text: string, columns: number | undefined): readonly string[] {
  if (columns === undefined) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last === undefined || widthOf(longer) > columns) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** Spans side by side, cut where the line would wrap. */
export function fitSpans(spans: readonly Span[], columns: number): readonly Span[] {
  const kept: Span[] = [];
  let left = columns;
  for (const one of spans) {
    const text = cutTo(one.text, left);
    if (text !== '') kept.push({ ...one, text });
    left -= widthOf(text);
    if (text !== one.text) break;
  }
  return kept;
}

export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((width, { text }) => width + widthOf(text), 0);
}

export function paintSpans(spans: readonly Span[], paint: Paint): string {
  return spans.map(paint).join('').trimEnd();
}

/** `one`, `one and two`, `one, two and three`. */
export function listOf(names: readonly string[]): string {
  const [last = '', ...others] = names.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** What terminals draw two columns wide: East Asian scripts and pictures. */
const wide =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}/u;

/** A line with its colours and tabs, and without what else could steer a terminal. */
export function withoutControls(text: string): string {
  return text
    .split(colourSequence)
    .map((part, at) => (at % 2 === 1 ? part : stripVTControlCharacters(part).replaceAll(/[^\P{Cc}\t]/gu, '')))
    .join('');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one.
const colourSequence = /(\u001b\[[\d;]*m)/;
