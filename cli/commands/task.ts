import { z } from 'zod';
import { isClosed } from '#contracts/task.ts';
import { command, flag } from '../command.ts';
import { connect } from '../connection.ts';
import { describeTask } from '../describe-task.ts';
import { findTaskId } from '../find-task.ts';
import { watchTask } from '../live/watch-task.ts';

/** One task: as it is now, or until its end. */
export const run = command(
  z.object({ id: z.string(), follow: flag }),
  async (context, { id: given, follow }) => {
    const { output } = context;
    const { client } = await connect(context);
    const id = await findTaskId(client, given);
    const task = await client.tasks.get(id);
    if (follow && output.json) {
      const { exit } = await watchTask(context, client, id, {
        onMessage: (message) => output.line(message.kind === 'event' ? message.event : message.task),
      });
      return exit;
    }
    if (follow && !isClosed(task.status)) return (await watchTask(context, client, id)).exit;
    output.document(task);
    output.print(describeTask(task, output));
    return follow && task.status !== 'succeeded' ? 'failed' : 'ok';
  },
);
