import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Config } from '#sdk/generated/schema.ts';
import { command, flag, texts } from '../command.ts';
import { connect } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { runTask } from '../live/run-task.ts';
import { configTable, serviceSettingsTable } from '../output/settings-table.ts';
import { readGivenSettings, type SettingTexts } from '../settings/given-settings.ts';

const input = z.object({
  service: z.string().optional(),
  set: texts,
  settings: z.string().optional(),
  detach: flag,
  cancelOnInterrupt: flag,
});

/** Shows or changes the settings of the instance, or of one service; a service is then made what they say, or put back. */
export const run = command(input, async (context, { service, detach, cancelOnInterrupt, ...flags }) => {
  const { values } = await readGivenSettings(flags);
  const changes = Object.keys(values).length > 0;
  const { client } = await connect(context);
  if (service === undefined) {
    showConfig(context, changes ? await client.config.update(values) : await client.config.get());
    return 'ok';
  }
  if (changes) {
    const given = ownNames(service, values);
    const task = await client.services.reconfigure(service, given, { idempotencyKey: randomUUID() });
    return runTask(context, client, task, { detach, cancelOnInterrupt });
  }
  const found = await client.services.get(service);
  const { settings, secretSettings } = found;
  context.output.document({ service, settings, secretSettings });
  const none = Object.keys(settings).length + secretSettings.length === 0;
  context.output.print(none ? `${service} has no settings.` : serviceSettingsTable(found, context.output));
  return 'ok';
});

/** `provider` and `vpn.provider` are the same setting of vpn. */
function ownNames(service: string, values: SettingTexts): SettingTexts {
  const prefix = `${service}.`;
  const entries = Object.entries(values).map(([name, value]) => [
    name.startsWith(prefix) ? name.slice(prefix.length) : name,
    value,
  ]);
  return Object.fromEntries(entries);
}

function showConfig({ output }: CliContext, config: Config): void {
  output.document(config);
  output.print(configTable(config, output));
  const faults = config.faults.map(({ field, reason }) => `${field} ${reason}`);
  if (faults.length > 0) output.print(['', ...faults].join('\n'));
}
