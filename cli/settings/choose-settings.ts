import type { ShowrunnerClient } from '#sdk/client.ts';
import type { Connection } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { listOf } from '../output/text.ts';
import type { GivenSettings, SettingTexts } from './given-settings.ts';
import { standardSettings } from './standard-settings.ts';

/** What is sent with an installation: what was given, over what this instance has not been told yet and can be guessed. */
export async function chooseSettings(
  context: CliContext,
  { client, home }: Connection,
  given: GivenSettings,
): Promise<SettingTexts> {
  await warnOfExposure(context, client, given);
  const { given: held } = await client.config.get();
  const standard = Object.entries(standardSettings(home, context.environment));
  return { ...Object.fromEntries(standard.filter(([name]) => !held.includes(name))), ...given.values };
}

/** Says once that a secret was put where others can see it. What is done is done; the next time it will be another way. */
async function warnOfExposure(
  { output }: CliContext,
  client: ShowrunnerClient,
  { values, inline, exposedFile }: GivenSettings,
): Promise<void> {
  const suspects = Object.keys(values).filter((name) => name.includes('.'));
  if (suspects.length === 0 || (inline.length === 0 && exposedFile === undefined)) return;
  const isSecret = await secretNames(client);
  const shown = inline.filter(isSecret);
  if (shown.length > 0) {
    output.warn(
      `Note: ${listOf(shown)} stood on the command line, where other users and your shell’s history see it. Use --set key=@FILE, --settings FILE or the question on the terminal.`,
    );
  }
  if (exposedFile !== undefined && suspects.some((name) => !inline.includes(name) && isSecret(name))) {
    output.warn(
      `Note: ${exposedFile} holds secrets, and every user of this machine may read it: chmod 600 ${exposedFile}`,
    );
  }
}

/** Whether a name is that of a secret setting, whatever the service is called that has it. */
async function secretNames(client: ShowrunnerClient): Promise<(name: string) => boolean> {
  const { definitions } = await client.catalog.list();
  const secret = new Set(
    definitions.flatMap(({ settings }) =>
      Object.entries(settings).flatMap(([name, setting]) => (setting.secret ? [name] : [])),
    ),
  );
  return (name) => secret.has(name.slice(name.indexOf('.') + 1));
}
