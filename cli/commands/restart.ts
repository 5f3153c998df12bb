import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { command, flag } from '../command.ts';
import { connect } from '../connection.ts';
import { runTask } from '../live/run-task.ts';

const input = z.object({ service: z.string(), detach: flag, cancelOnInterrupt: flag });

/** Restarts a service, with those that share its network namespace. */
export const run = command(input, async (context, { service, ...flags }) => {
  const { client } = await connect(context);
  const task = await client.services.restart(service, { idempotencyKey: randomUUID() });
  return runTask(context, client, task, flags);
});
