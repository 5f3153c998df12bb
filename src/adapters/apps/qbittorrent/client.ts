import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { LinkEnd } from '#domain/link.ts';
import { parseAnswer } from '../answers.ts';
import { readSecret, userOf } from '../credentials.ts';
import { type AppAnswer, type AppCalls, callApp } from '../http.ts';
import { callsTo, type LinkTools } from '../open-link.ts';

export interface QbittorrentClient {
  /** `v5.2.3` */
  readonly version: string;
  preferences(): Promise<Preferences>;
  setPreferences(changes: Readonly<Record<string, string | number | boolean>>): Promise<void>;
  hasTorrents(): Promise<boolean>;
}

const preferencesShape = z.looseObject({ save_path: z.string(), max_ratio_act: z.int() });
export type Preferences = z.infer<typeof preferencesShape>;

const api = '/api/v2';

/** Logs in for real: the only proof that the password kept is the one in force. Errors: `app-unreachable`, `login-failed`. */
export async function connectQbittorrent(tools: LinkTools, end: LinkEnd): Promise<QbittorrentClient> {
  const calls = await callsTo(tools, end, 'qBittorrent');
  const cookie = await logIn(calls, tools, end);
  const call = async (path: string, form?: Readonly<Record<string, string>>): Promise<AppAnswer> => {
    const request = form === undefined ? {} : { method: 'POST' as const, form };
    const answer = await callApp(calls, { ...request, path: `${api}${path}`, headers: { cookie } });
    if (answer.status < 300) return answer;
    throw new DomainError('link-refused', `qBittorrent answered ${path} with HTTP ${answer.status}.`);
  };
  const version = (await call('/app/version')).text.trim();
  return {
    version,
    preferences: async () =>
      parseAnswer(calls, 'app/preferences', await call('/app/preferences'), preferencesShape),
    async setPreferences(changes) {
      await call('/app/setPreferences', { json: JSON.stringify(changes) });
    },
    async hasTorrents() {
      const torrents = await call('/torrents/info?limit=1');
      return parseAnswer(calls, 'torrents/info', torrents, z.array(z.unknown())).length > 0;
    },
  };
}

/**
 * Up to 5.1 success is 200 `Ok.` with cookie SID, and failure 200 `Fails.`; since 5.2 they are 204 with QBT_SID_<port>, and 401.
 * A ban is 403 in both.
 */
async function logIn(calls: AppCalls, tools: LinkTools, end: LinkEnd): Promise<string> {
  const { value: password } = await readSecret(tools.secrets, end, 'password');
  const form = { username: userOf(end), password };
  const answer = await callApp(calls, { method: 'POST', path: `${api}/auth/login`, form });
  if (answer.status === 403) {
    const why =
      'qBittorrent has banned this address after failed logins; the ban ends after an hour or a restart.';
    throw new DomainError('login-failed', why);
  }
  if (answer.status === 401 || answer.text.trim() === 'Fails.') {
    throw new DomainError(
      'login-failed',
      `qBittorrent does not take the password kept for "${userOf(end)}".`,
    );
  }
  if (answer.status < 300) return sessionCookies(answer);
  throw new DomainError('link-refused', `qBittorrent answered the login with HTTP ${answer.status}.`);
}

/** The cookie's name depends on version and port, so whatever was set is sent back. */
function sessionCookies(answer: AppAnswer): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1).join(''))
    .join('; ');
}
