import type { Samples } from '../support/samples.ts';

export type Unit = 'ms' | 's' | 'MB' | 'cores';

/** One quantity with its unit; samples are in milliseconds, bytes or cores. */
export interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly samples: Samples;
}

/** One line of the table, with what explains it. */
export interface Result {
  readonly title: string;
  readonly measured: Figure;
  readonly against?: Figure;
  /** What the goal is about: a ratio, a difference or the figure itself. */
  readonly outcome: { readonly text: string; readonly goal: string; readonly met: boolean };
  readonly parts: readonly Figure[];
  readonly notes: readonly string[];
}

/** `12.3 s (11.9–14.0)` */
export function figureText({ unit, samples: { p50, min, max } }: Figure): string {
  const show = (value: number) => valueText(value, unit);
  return `${show(p50)} ${unit} (${show(min)}–${show(max)})`;
}

export function valueText(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return value.toFixed(0);
    case 's':
      return (value / 1000).toFixed(1);
    case 'cores':
      return value.toFixed(3);
    case 'MB':
      return (value / 1e6).toFixed(0);
  }
}
