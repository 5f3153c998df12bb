import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Task } from '#sdk/generated/schema.ts';
import type { OpenOptions, ShowrunnerClient } from '#sdk/index.ts';
import { command, flag, type Run } from './command.ts';
import { connect } from './connection.ts';
import { runTask } from './live/run-task.ts';

/** What every command takes that opens a task of one service. */
export const serviceTaskInput = z.object({ service: z.string(), detach: flag, cancelOnInterrupt: flag });

type Input = z.output<typeof serviceTaskInput>;

/** A command that opens a task of one service, once however often the request is sent, and shows it. */
export function serviceTask<Schema extends z.ZodType<Input>>(
  schema: Schema,
  open: (client: ShowrunnerClient, input: z.output<Schema>, once: OpenOptions) => Promise<Task>,
): Run {
  return command(schema, async (context, input) => {
    const { client } = await connect(context);
    const task = await open(client, input, { idempotencyKey: randomUUID() });
    return runTask(context, client, task, input);
  });
}
