import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { command, flag } from '../command.ts';
import { connect } from '../connection.ts';
import { runTask } from '../live/run-task.ts';
import { withoutAbsent } from '../without-absent.ts';

const input = z.object({
  service: z.string(),
  to: z.string().optional(),
  digest: z.string().optional(),
  detach: flag,
  cancelOnInterrupt: flag,
});

/** Brings a service to another version, or puts everything back. */
export const run = command(input, async (context, { service, to, digest, ...flags }) => {
  const { client } = await connect(context);
  const wanted = withoutAbsent({ version: to, digest });
  const task = await client.services.update(service, { ...wanted, idempotencyKey: randomUUID() });
  return runTask(context, client, task, flags);
});
