import picocolors from 'picocolors';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** A text whose colour is decided when it is written, so that its width is known before. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export type Paint = (span: Span) => string;

export function createPaint(color: boolean): Paint {
  const colors = picocolors.createColors(color);
  return ({ text, style }) => (style === undefined ? text : colors[style](text));
}

export function span(text: string, style?: Style): Span {
  return style === undefined ? { text } : { text, style };
}
