import { z } from 'zod';
import { isClosed } from '#contracts/task.ts';
import { command, flag } from '../command.ts';
import { connect } from '../connection.ts';
import { findTaskId } from '../find-task.ts';
import { watchTask } from '../live/watch-task.ts';

/** Cancels a task and waits until what it made is taken back. */
export const run = command(
  z.object({ id: z.string(), detach: flag }),
  async (context, { id: given, detach }) => {
    const { output } = context;
    const { client } = await connect(context);
    const id = await findTaskId(client, given);
    const task = await client.tasks.cancel(id);
    if (isClosed(task.status)) {
      output.document(task);
      output.print(`The task has ended already: ${task.status}.`);
      return 'ok';
    }
    if (detach) {
      output.document(task);
      output.print('The task is being cancelled.');
      return 'ok';
    }
    const { view } = await watchTask(context, client, id);
    output.document(await client.tasks.get(id));
    // It may have come to its end before the wish reached it; that it did not fail is all that counts here.
    return view.root.state === 'failed' || view.root.state === 'timed-out' ? 'failed' : 'ok';
  },
);
