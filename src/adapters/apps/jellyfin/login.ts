import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { parseJson } from '../answers.ts';
import type { JellyfinClient } from './client.ts';
import type { Administrator } from './wizard.ts';

const sessionShape = z.looseObject({ AccessToken: z.string().min(1) });

/** A token of the administrator, or nothing where Jellyfin does not take this name and password. */
export async function logIn(
  jellyfin: JellyfinClient,
  administrator: Administrator,
): Promise<string | undefined> {
  const json = { Username: administrator.name, Pw: administrator.password };
  const answer = await jellyfin.call({ method: 'POST', path: '/Users/AuthenticateByName', json });
  if (answer.status === 401 || answer.status === 403) return undefined;
  const session = sessionShape.safeParse(parseJson(answer.text));
  if (answer.status < 300 && session.success) return session.data.AccessToken;
  throw new DomainError('link-refused', `Jellyfin answered a login with HTTP ${answer.status}.`);
}
