import { type Paint, type Span, span } from './paint.ts';
import { cutTo, oneLine, paintSpans, widthOf } from './text.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Span | string;
  readonly align?: 'right';
  /** Gives way where the terminal is too narrow; the others keep their width. */
  readonly shrinks?: boolean;
}

export interface TableOptions {
  readonly paint: Paint;
  /** Absent where lines may be of any length, as in a file. */
  readonly columns?: number | undefined;
}

const gap = '  ';

/** Aligned columns under their titles, without spaces at the end. Columns that are empty in every row are left out. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { paint, columns: available }: TableOptions,
): string {
  const filled = columns
    .map((column) => ({ ...column, cells: rows.map((row) => toSpan(column.cell(row))) }))
    .filter(({ cells }) => cells.some(({ text }) => text !== ''));
  const widths = fitWidths(
    filled.map(({ title, cells, shrinks }) => ({
      width: Math.max(widthOf(title), ...cells.map(({ text }) => widthOf(text))),
      shrinks: shrinks === true,
    })),
    available,
  );
  const toLine = (cells: readonly Span[]) =>
    paintSpans(
      cells.flatMap((cell, at) => [
        span(at === 0 ? '' : gap),
        aligned(cell, widths[at] ?? 0, filled[at]?.align ?? (at === filled.length - 1 ? 'free' : 'left')),
      ]),
      paint,
    );
  const lines = rows.map((_, row) => toLine(filled.map(({ cells }) => cells[row] ?? span(''))));
  return [toLine(filled.map(({ title }) => span(title.toUpperCase(), 'dim'))), ...lines].join('\n');
}

function toSpan(cell: Span | string): Span {
  const { text, ...style } = typeof cell === 'string' ? { text: cell } : cell;
  return { ...style, text: oneLine(text) };
}

function aligned({ text, ...style }: Span, width: number, align: 'left' | 'right' | 'free'): Span {
  const kept = cutTo(text, width);
  if (align === 'free') return { ...style, text: kept };
  const space = ' '.repeat(Math.max(0, width - widthOf(kept)));
  return { ...style, text: align === 'right' ? space + kept : kept + space };
}

const least = 8;

function fitWidths(
  wanted: readonly { readonly width: number; readonly shrinks: boolean }[],
  available: number | undefined,
): readonly number[] {
  const total = wanted.reduce((sum, { width }) => sum + width, gap.length * (wanted.length - 1));
  let excess = Math.max(0, total - (available ?? total));
  return wanted.map(({ width, shrinks }) => {
    const given = shrinks ? Math.min(excess, Math.max(0, width - least)) : 0;
    excess -= given;
    return width - given;
  });
}
