import { createLogUpdate } from 'log-update';
import type { TaskMessage } from '#sdk/events.ts';
import type { Output } from '../output/output.ts';
import { span } from '../output/paint.ts';
import { createPlainLines } from './plain.ts';
import type { Stack } from './stack.ts';
import { drawTree } from './tree.ts';

/** Shows a stack while it changes. */
export interface Display extends Disposable {
  /** The stack has taken in this message. */
  update(task: string, message: TaskMessage): void;
  /** The connection broke and is tried again; forgotten with the next message. */
  trouble(text: string): void;
  /** Stays until the end. */
  note(text: string): void;
}

/** A tree that is redrawn on a terminal; lines elsewhere. */
export function startDisplay(output: Output, stack: Stack): Display {
  return output.live ? startTree(output, stack) : startLines(output, stack);
}

const redrawMs = 100;

function startTree({ stream, paint }: Output, stack: Stack): Display {
  const log = createLogUpdate(stream);
  let frame = 0;
  let note: string | undefined;
  let trouble: string | undefined;
  const draw = () => {
    frame += 1;
    const { columns = 80, rows = 24 } = stream;
    // One row stays free for the cursor, so that the terminal does not scroll at each redraw.
    log(
      drawTree(stack.view, { paint, columns, rows: rows - 1, now: Date.now(), frame, note: trouble ?? note }),
    );
  };
  const timer = setInterval(draw, redrawMs);
  return {
    update: () => {
      trouble = undefined;
    },
    trouble: (text) => {
      trouble = text;
    },
    note: (text) => {
      note = text;
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      note = undefined;
      trouble = undefined;
      draw();
      log.done();
    },
  };
}

function startLines(output: Output, stack: Stack): Display {
  const plain = createPlainLines(Date.now());
  let told: string | undefined;
  return {
    update: (task, message) => {
      told = undefined;
      const view = stack.viewOf(task);
      const lines = view === undefined ? [] : plain.linesOf(message, view);
      for (const line of lines) output.tell(line);
    },
    trouble: (text) => {
      if (text !== told) output.tell(output.paint(span(text, 'yellow')));
      told = text;
    },
    note: (text) => output.tell(output.paint(span(text, 'yellow'))),
    [Symbol.dispose]: () => undefined,
  };
}
