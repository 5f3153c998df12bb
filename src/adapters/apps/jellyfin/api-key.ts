import { z } from 'zod';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { LinkEnd } from '#domain/link.ts';
import { findSecret, type KeptSecret, secretPathOf } from '../credentials.ts';
import type { LinkTools } from '../open-link.ts';
import type { JellyfinClient } from './client.ts';

const appName = 'Showrunner';
const secretName = 'api-key';
const keysPath = '/Auth/Keys';
const keysShape = z.looseObject({
  Items: z.array(z.looseObject({ AppName: z.string().nullish(), AccessToken: z.string().nullish() })),
});

/** The key in the secret store, where Jellyfin takes it. */
export async function workingApiKey(
  jellyfin: JellyfinClient,
  tools: LinkTools,
  end: LinkEnd,
): Promise<string | undefined> {
  const stored = await findSecret(tools.secrets, end, secretName);
  if (stored === undefined) return undefined;
  const answer = await jellyfin.call({ path: keysPath }, stored.value);
  if (answer.status < 300) return stored.value;
  if (answer.status === 401 || answer.status === 403) return undefined;
  throw new DomainError('link-refused', `Jellyfin answered its list of API keys with HTTP ${answer.status}.`);
}

/** Finds or makes the key of our name, and stores it. Jellyfin allows several of one name, so it is looked for first. */
export async function obtainApiKey(
  jellyfin: JellyfinClient,
  tools: LinkTools,
  end: LinkEnd,
  token: string,
): Promise<string> {
  const key = (await findKey(jellyfin, token)) ?? (await makeKey(jellyfin, token));
  await storeKey(tools, end, key);
  return key;
}

async function makeKey(jellyfin: JellyfinClient, token: string): Promise<string> {
  // The answer has no body: the key can only be read from the list.
  await jellyfin.change({ method: 'POST', path: `${keysPath}?app=${appName}` }, token);
  const key = await findKey(jellyfin, token);
  if (key !== undefined) return key;
  throw new DomainError('link-refused', 'Jellyfin made an API key and does not list it.');
}

async function findKey(jellyfin: JellyfinClient, token: string): Promise<string | undefined> {
  const { Items } = await jellyfin.get(keysPath, keysShape, token);
  return Items.find((item) => item.AppName === appName)?.AccessToken ?? undefined;
}

async function storeKey(tools: LinkTools, end: LinkEnd, value: string): Promise<void> {
  const stored = await findSecret(tools.secrets, end, secretName);
  if (stored?.value === value) return;
  try {
    await tools.secrets.write(secretPathOf(end, secretName), value, {
      expected: stored?.version ?? 0,
      origin: tools.origin,
    });
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'secret-conflict') throw error;
    const other: KeptSecret | undefined = await findSecret(tools.secrets, end, secretName);
    // Another attempt stored the very same key first: the goal is met.
    if (other?.value !== value) throw error;
  }
}
