import { createLogUpdate } from 'log-update';
import type { Output } from './output.ts';
import { span } from './paint.ts';
import { cutTo, oneLine } from './text.ts';
import { duration } from './times.ts';

/** What a long step says while it works: one line that changes on a terminal, a line each elsewhere. */
export interface Progress {
  say(text: string): void;
  /** Leaves one line behind that says what was done, and how long it took. */
  done(text: string): void;
  /** Leaves nothing behind. */
  clear(): void;
}

export function startProgress(output: Output, now: () => number = () => performance.now()): Progress {
  const started = now();
  const since = () => duration(now() - started);
  const finish = (text: string) =>
    output.tell(`${output.paint(span('✔', 'green'))} ${text} ${output.paint(span(since(), 'dim'))}`);
  if (!output.live) {
    return {
      say: (text) => output.tell(`  ${since().padStart(6)}  ${oneLine(text)}`),
      done: finish,
      clear: () => undefined,
    };
  }
  const update = createLogUpdate(output.stream);
  return {
    say: (text) =>
      update(output.paint(span(cutTo(`… ${oneLine(text)}`, (output.columns() ?? 80) - 1), 'dim'))),
    done: (text) => {
      update.clear();
      update.done();
      finish(text);
    },
    clear: () => {
      update.clear();
      update.done();
    },
  };
}
