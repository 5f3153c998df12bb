import type { ShowrunnerClient } from '#sdk/client.ts';
import type { TaskMessage } from '#sdk/events.ts';
import type { CliContext } from '../context.ts';
import type { Exit } from '../exit-codes.ts';
import { failureOf } from '../failure.ts';
import { commandLine } from '../instance.ts';
import { Interrupted } from '../interrupts.ts';
import { startDisplay } from './display.ts';
import { followTasks } from './follow-tasks.ts';
import { createStack } from './stack.ts';
import type { StackView } from './stack-view.ts';
import { printSummary } from './summary.ts';

export interface WatchOptions {
  /** The first Ctrl-C cancels the task; only a second one stops watching. */
  readonly cancelOnInterrupt?: boolean;
  /** Instead of a display, told every message. */
  readonly onMessage?: (message: TaskMessage) => void;
}

export interface Watched {
  readonly exit: Exit;
  readonly view: StackView;
}

/**
 * Shows a task and all that it starts until it is closed, and says how it ended. The task does not need its watcher: Ctrl-C
 * stops watching, and says how to come back.
 */
export async function watchTask(
  context: CliContext,
  client: ShowrunnerClient,
  id: string,
  options: WatchOptions = {},
): Promise<Watched> {
  const { output, interrupts } = context;
  const stack = createStack(id);
  const began = performance.now();
  let cancelled = false;
  try {
    await interrupts.during(async (signal) => {
      using display = options.onMessage === undefined ? startDisplay(output, stack) : undefined;
      const cancel = () => {
        cancelled = true;
        display?.note('Cancelling, and taking back what was made. Ctrl-C again stops watching.');
        client.tasks.cancel(id).catch((error: unknown) => display?.note(failureOf(error).message));
      };
      using _ = options.cancelOnInterrupt === true ? interrupts.handle(cancel) : undefined;
      await followTasks({
        client,
        root: id,
        signal,
        onMessage: (task, message) => {
          stack.apply(task, message);
          display?.update(task, message);
          options.onMessage?.(message);
        },
        onTrouble: ({ message }) => display?.trouble(`${message} Trying again…`),
      });
    });
  } catch (error) {
    if (error instanceof Interrupted) tellHowToReturn(context, id);
    throw error;
  }
  const { view } = stack;
  if (options.onMessage === undefined)
    printSummary(output, view, performance.now() - began, context.environment);
  return { view, exit: exitFor(view, cancelled) };
}

function exitFor({ root: { state } }: StackView, cancelled: boolean): Exit {
  if (state === 'done' || state === 'unchanged') return 'ok';
  return cancelled && state === 'cancelled' ? 'interrupted' : 'failed';
}

function tellHowToReturn({ output, environment }: CliContext, id: string): void {
  output.tell(
    [
      'Stopped watching; the task goes on.',
      `  watch it again: ${commandLine(environment, `task ${id} --follow`)}`,
      `  cancel it:      ${commandLine(environment, `cancel ${id}`)}`,
    ].join('\n'),
  );
}
