import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { command, flag, texts } from '../command.ts';
import { connect } from '../connection.ts';
import { runTask } from '../live/run-task.ts';
import { placementInput, readPlacement } from '../placement.ts';
import { withMissingAsked } from '../settings/ask-missing.ts';
import { chooseSettings } from '../settings/choose-settings.ts';
import { readGivenSettings } from '../settings/given-settings.ts';

const input = z.object({
  definition: z.string(),
  name: z.string().optional(),
  set: texts,
  settings: z.string().optional(),
  ...placementInput,
  detach: flag,
  cancelOnInterrupt: flag,
});

/** Installs one service on a control plane that runs. */
export const run = command(
  input,
  async (context, { definition, name = definition, host, label, ...flags }) => {
    const wish = readPlacement({ host, label });
    const given = await readGivenSettings(flags);
    const connection = await connect(context);
    const { client } = connection;
    const chosen = await chooseSettings(context, connection, given);
    const idempotencyKey = randomUUID();
    const task = await withMissingAsked(context, client, chosen, (settings) =>
      client.services.install(
        { service: name, definition, settings: { ...settings }, ...wish },
        { idempotencyKey },
      ),
    );
    return runTask(context, client, task, flags);
  },
);
