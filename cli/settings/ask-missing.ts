import type { ShowrunnerClient } from '#sdk/client.ts';
import { isApiError } from '#sdk/errors.ts';
import type { Fault } from '#sdk/generated/schema.ts';
import type { CliContext } from '../context.ts';
import type { SettingTexts } from './given-settings.ts';

/** An answer may bring up further questions (a provider's keys, say); after so many rounds the faults are the answer. */
const rounds = 5;

/**
 * Sends a request with settings. Where required ones are missing and someone is at the terminal, they are asked for, again where
 * an answer was refused, and the request is sent once more; a refusal wrote nothing.
 */
export async function withMissingAsked<Result>(
  context: CliContext,
  client: ShowrunnerClient,
  settings: SettingTexts,
  send: (settings: SettingTexts) => Promise<Result>,
): Promise<Result> {
  let answers: SettingTexts = {};
  for (let round = 1; ; round += 1) {
    try {
      return await send({ ...settings, ...answers });
    } catch (error) {
      const open = questionsIn(error, answers);
      if (open.length === 0 || !context.interactive || context.yes || round > rounds) throw error;
      answers = { ...answers, ...(await askFor(context, client, open)) };
    }
  }
}

/** What a person can be asked about a refusal: nothing, where it is about more than their answers. */
function questionsIn(error: unknown, answers: SettingTexts): readonly Fault[] {
  if (!isApiError(error)) return [];
  if (error.code === 'missing-settings') return error.faults;
  const answered = error.faults.every(
    ({ field, reason }) => Object.hasOwn(answers, field) || isMissing(reason),
  );
  return error.code === 'invalid-input' && answered ? error.faults : [];
}

function isMissing(reason: string): boolean {
  return reason.startsWith('is required');
}

async function askFor(
  { output, prompts }: CliContext,
  client: ShowrunnerClient,
  missing: readonly Fault[],
): Promise<SettingTexts> {
  output.tell('Some settings come first. Ctrl-C leaves everything as it is.');
  const { definitions } = await client.catalog.list();
  const answers: Record<string, string> = {};
  for (const { field, reason } of missing) {
    const [owner, name = ''] = splitName(field);
    const setting = definitions.find(({ id }) => id === owner)?.settings[name];
    const question = `  ${field}${describe(field, reason)}`;
    answers[field] = await (setting?.secret === true ? prompts.askSecret(question) : prompts.ask(question));
  }
  return answers;
}

function splitName(field: string): readonly [string, string] {
  const at = field.indexOf('.');
  return [field.slice(0, at), field.slice(at + 1)];
}

const instanceQuestions: Readonly<Record<string, string>> = {
  'paths.data': ', the folder of your media and downloads',
};

function describe(field: string, reason: string): string {
  if (!isMissing(reason)) return ` ${reason}; once more`;
  return instanceQuestions[field] ?? reason.replace(/^is required/, '').replace(/^: /, ', ');
}
