import { z } from 'zod';
import type { Config } from '#sdk/generated/schema.ts';
import { command, texts } from '../command.ts';
import { connect } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { commandLine } from '../instance.ts';
import { configTable, serviceSettingsTable } from '../output/settings-table.ts';
import { readGivenSettings } from '../settings/given-settings.ts';

const input = z.object({ service: z.string().optional(), set: texts, settings: z.string().optional() });

/** Shows the settings of the instance or of a service; changes the instance's. */
export const run = command(input, async (context, { service, ...flags }) => {
  const { values } = await readGivenSettings(flags);
  const changes = Object.keys(values).length > 0;
  if (service !== undefined && changes) throw refusal(context, service);
  const { client } = await connect(context);
  if (service === undefined) {
    showConfig(context, changes ? await client.config.update(values) : await client.config.get());
    return 'ok';
  }
  const found = await client.services.get(service);
  const { settings, secretSettings } = found;
  context.output.document({ service, settings, secretSettings });
  const none = Object.keys(settings).length + secretSettings.length === 0;
  context.output.print(none ? `${service} has no settings.` : serviceSettingsTable(found, context.output));
  return 'ok';
});

function showConfig({ output }: CliContext, config: Config): void {
  output.document(config);
  output.print(configTable(config, output));
  const faults = config.faults.map(({ field, reason }) => `${field} ${reason}`);
  if (faults.length > 0) output.print(['', ...faults].join('\n'));
}

/** A service's settings change with a plan, which is what an installation makes. */
function refusal({ environment }: CliContext, service: string): CommandFailure {
  return new CommandFailure(
    'usage',
    'invalid-input',
    'Settings of a service are changed with a plan of what that means.',
    `Use ${commandLine(environment, `up ${service} --set ${service}.<setting>=<value>`)}.`,
  );
}
