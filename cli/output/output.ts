import type { WriteStream } from 'node:tty';
import { createPaint, type Paint } from './paint.ts';

/** Where a command writes. With `--json`, stdout carries JSON alone and everything for people goes to stderr. */
export interface Output {
  readonly json: boolean;
  readonly paint: Paint;
  /** Whether people's text goes to a terminal, on which a display may be redrawn. */
  readonly live: boolean;
  /** For a redrawn display. */
  readonly stream: WriteStream;
  /** Width of the terminal; absent where lines may be of any length. */
  columns(): number | undefined;
  /** What was asked for, for people; nothing with `--json`. */
  print(text: string): void;
  /** What was asked for, for programs: the one document, or one line of a stream. Nothing without `--json`. */
  document(value: unknown): void;
  line(value: unknown): void;
  /** What happens meanwhile, for people. */
  tell(text: string): void;
  /** What people must see in any case. */
  warn(text: string): void;
}

export interface OutputOptions {
  readonly json: boolean;
  /** What the flags and the environment say; else colours are for terminals. */
  readonly color?: boolean | undefined;
}

export function createOutput({ json, color }: OutputOptions): Output {
  const people = json ? process.stderr : process.stdout;
  const write = (stream: NodeJS.WriteStream, text: string) => void stream.write(`${text}\n`);
  const live = people.isTTY === true;
  return {
    json,
    paint: createPaint(color ?? live),
    live,
    stream: people,
    columns: () => (live ? people.columns : undefined),
    print: (text) => {
      if (!json) write(process.stdout, text);
    },
    document: (value) => {
      if (json) write(process.stdout, JSON.stringify(value, undefined, 2));
    },
    line: (value) => {
      if (json) write(process.stdout, JSON.stringify(value));
    },
    tell: (text) => write(people, text),
    warn: (text) => write(process.stderr, text),
  };
}
