import { randomUUID } from 'node:crypto';
import type { CliContext } from '../context.ts';
import type { Exit } from '../exit-codes.ts';
import { commandLine } from '../instance.ts';
import { type TaskFlags, tellDetached } from '../live/run-task.ts';
import { watchTask } from '../live/watch-task.ts';
import { addressTable } from '../output/service-table.ts';
import { withMissingAsked } from '../settings/ask-missing.ts';
import type { SettingTexts } from '../settings/given-settings.ts';
import type { ControlPlane } from './start.ts';

/** Installs the services with all that they require, and says where they are reached. What is up already stays as it is. */
export async function bringUp(
  context: CliContext,
  { client, status }: ControlPlane,
  services: readonly string[],
  settings: SettingTexts,
  { detach, cancelOnInterrupt }: TaskFlags,
): Promise<Exit> {
  const { output } = context;
  const key = randomUUID();
  const opened = await withMissingAsked(context, client, settings, (asked) =>
    client.tasks.create(
      { operation: 'install', services: [...services], settings: { ...asked } },
      { idempotencyKey: key },
    ),
  );
  if (detach) tellDetached(context, opened.id);
  const exit = detach ? 'ok' : (await watchTask(context, client, opened.id, { cancelOnInterrupt })).exit;
  const [task, list] = await Promise.all([client.tasks.get(opened.id), client.services.list()]);
  const { instance, home, api } = status;
  output.document({ instance, home, api, task, services: list.services });
  if (exit === 'ok' && !detach) {
    output.print(`\n${addressTable(list.services, output)}\n`);
    output.print(`Logins:  ${commandLine(context.environment, 'credentials <service>')}`);
  }
  return exit;
}
