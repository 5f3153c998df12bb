import { expect, test } from 'vitest';
import type { CliContext } from '#cli/context.ts';
import { withMissingAsked } from '#cli/settings/ask-missing.ts';
import type { SettingTexts } from '#cli/settings/given-settings.ts';
import { ApiError } from '#sdk/errors.ts';
import { fakeClient } from './fake-client.ts';

const secretSetting = { title: 'Key', description: '', type: 'text', required: true, secret: true } as const;
const client = fakeClient({
  catalog: {
    list: async () => ({
      definitions: [
        {
          ...{ id: 'vpn', title: 'VPN', category: 'c', description: '', website: '', version: '1' },
          ...{ provides: [], requires: [], images: [], ports: [] },
          settings: { key: secretSetting, provider: { ...secretSetting, secret: false } },
        },
      ],
    }),
  },
});

/** Someone at a terminal who gives these answers, one after the other. */
function someoneWho(answers: readonly string[], more: Partial<CliContext> = {}) {
  const asked: string[] = [];
  const left = [...answers];
  const answer = (question: string) => {
    asked.push(question.trim());
    return Promise.resolve(left.shift() ?? expect.unreachable(`nothing to say to: ${question}`));
  };
  const prompts = {
    ask: answer,
    askSecret: (question: string) => answer(`${question} [hidden]`),
    confirm: () => expect.unreachable('Nothing is to be confirmed.'),
  };
  const output = { tell: () => undefined };
  const context = { interactive: true, yes: false, prompts, output, ...more } as unknown as CliContext;
  return { asked, context };
}

function refusal(code: string, ...faults: (readonly [field: string, reason: string])[]): ApiError {
  return new ApiError({ status: 400, code, faults: faults.map(([field, reason]) => ({ field, reason })) });
}

test('what is missing is asked for, secrets without showing them, and sent again', async () => {
  const { asked, context } = someoneWho(['/srv', 'mullvad', 'k']);
  const sent: SettingTexts[] = [];
  const result = await withMissingAsked(context, client, { timezone: 'UTC' }, async (settings) => {
    sent.push(settings);
    if (sent.length > 1) return 'opened';
    throw refusal(
      'missing-settings',
      ['paths.data', 'is required'],
      ['vpn.provider', 'is required: Provider (one of a, b)'],
      ['vpn.key', 'is required: Key'],
    );
  });
  expect(result).toBe('opened');
  expect(sent[1]).toEqual({
    timezone: 'UTC',
    'paths.data': '/srv',
    'vpn.provider': 'mullvad',
    'vpn.key': 'k',
  });
  expect(asked).toEqual([
    'paths.data, the folder of your media and downloads',
    'vpn.provider, Provider (one of a, b)',
    'vpn.key, Key [hidden]',
  ]);
});

test('an answer that is refused is asked for once more', async () => {
  const { asked, context } = someoneWho(['bad', 'good']);
  const result = await withMissingAsked(context, client, {}, async ({ 'vpn.key': key }) => {
    if (key === undefined) throw refusal('missing-settings', ['vpn.key', 'is required: Key']);
    if (key === 'bad') throw refusal('invalid-input', ['vpn.key', 'does not have the expected form']);
    return key;
  });
  expect(result).toBe('good');
  expect(asked[1]).toBe('vpn.key does not have the expected form; once more [hidden]');
});

test('a setting that was given and is refused is not asked for', async () => {
  const { context } = someoneWho([]);
  const error = refusal('invalid-input', ['timezone', 'must be a name']);
  const sending = withMissingAsked(context, client, { timezone: '?' }, () => Promise.reject(error));
  await expect(sending).rejects.toBe(error);
});

test.each([{ interactive: false }, { yes: true }])('with %o nobody is asked', async (more) => {
  const { context } = someoneWho([], more);
  const error = refusal('missing-settings', ['paths.data', 'is required']);
  await expect(withMissingAsked(context, client, {}, () => Promise.reject(error))).rejects.toBe(error);
});

test('questions that never end are given up', async () => {
  const { asked, context } = someoneWho(Array<string>(20).fill('x'));
  const error = refusal('missing-settings', ['paths.data', 'is required']);
  await expect(withMissingAsked(context, client, {}, () => Promise.reject(error))).rejects.toBe(error);
  expect(asked).toHaveLength(5);
});
