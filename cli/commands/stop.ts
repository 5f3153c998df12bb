import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { command, flag } from '../command.ts';
import { connect } from '../connection.ts';
import { runTask } from '../live/run-task.ts';

const input = z.object({ service: z.string(), cascade: flag, detach: flag, cancelOnInterrupt: flag });

/** Stops a service; with `--cascade` those that require it go first. */
export const run = command(input, async (context, { service, cascade, ...flags }) => {
  const { client } = await connect(context);
  const task = await client.services.stop(service, { cascade, idempotencyKey: randomUUID() });
  return runTask(context, client, task, flags);
});
