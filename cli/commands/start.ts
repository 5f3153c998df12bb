import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { command, flag } from '../command.ts';
import { connect } from '../connection.ts';
import { runTask } from '../live/run-task.ts';

const input = z.object({ service: z.string(), detach: flag, cancelOnInterrupt: flag });

/** Starts a stopped service, with what it requires and what its stop took along. */
export const run = command(input, async (context, { service, ...flags }) => {
  const { client } = await connect(context);
  const task = await client.services.start(service, { idempotencyKey: randomUUID() });
  return runTask(context, client, task, flags);
});
