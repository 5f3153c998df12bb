import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { LinkEnd } from '#domain/link.ts';
import { parseAnswer, withoutSecrets } from '../answers.ts';
import { type AppAnswer, type AppCalls, type AppRequest, callApp } from '../http.ts';
import { callsTo, type LinkTools } from '../open-link.ts';

/** A Jellyfin that is ready: past its migrations, so that what it says about itself is true. */
export interface JellyfinClient {
  readonly version: string;
  /** 10 for 10.x; the "10." was dropped with 12. */
  readonly major: number;
  /** `/jellyfin`, or nothing. */
  readonly urlBase: string;
  readonly wizardCompleted: boolean;
  /** Any answer, for what may be refused. */
  call(request: AppRequest, token?: string): Promise<AppAnswer>;
  get<Shape extends z.ZodType>(path: string, shape: Shape, token: string): Promise<z.infer<Shape>>;
  /** A change; what Jellyfin refuses is `link-refused`. `secrets` are kept out of its words. */
  change(request: AppRequest, token: string | undefined, secrets?: readonly string[]): Promise<AppAnswer>;
}

const infoShape = z.looseObject({
  ProductName: z.string().nullish(),
  Version: z.string().nullish(),
  StartupWizardCompleted: z.boolean().nullish(),
});

/** Errors: `app-unreachable` until it is healthy. */
export async function connectJellyfin(tools: LinkTools, end: LinkEnd): Promise<JellyfinClient> {
  const calls = await healthyJellyfin(await callsTo(tools, end, 'Jellyfin'));
  const call = (request: AppRequest, token?: string): Promise<AppAnswer> =>
    callApp(calls, { ...request, headers: { authorization: authorization(token) } });
  const change: JellyfinClient['change'] = async (request, token, secrets = []) => {
    const answer = await call(request, token);
    if (answer.status < 300) return answer;
    throw refused(answer, token === undefined ? secrets : [token, ...secrets]);
  };
  const info = parseAnswer(
    calls,
    'System/Info/Public',
    await call({ path: '/System/Info/Public' }),
    infoShape,
  );
  const version = info.Version ?? '0';
  return {
    version,
    major: Number.parseInt(version, 10),
    urlBase: new URL(calls.base).pathname.replace(/\/$/, ''),
    wizardCompleted: info.StartupWizardCompleted === true,
    call,
    change,
    get: async (path, shape, token) => parseAnswer(calls, path, await change({ path }, token), shape),
  };
}

/**
 * While it migrates, Jellyfin answers 200 `Degraded` here and calls a completed wizard open elsewhere. Only `Healthy` may be
 * believed. With a base URL set, the path is redirected into it.
 */
async function healthyJellyfin(calls: AppCalls): Promise<AppCalls> {
  const answer = await callApp(calls, { path: '/health' });
  const location = answer.headers.get('location');
  if (answer.status >= 300 && answer.status < 400 && location !== null) {
    const target = new URL(location, calls.base).pathname;
    if (target !== '/health' && target.endsWith('/health')) {
      const base = `${new URL(calls.base).origin}${target.slice(0, -'/health'.length)}`;
      if (base !== calls.base) return healthyJellyfin({ ...calls, base });
    }
  }
  if (answer.status === 200 && answer.text.trim() === 'Healthy') return calls;
  const said = answer.text.trim().slice(0, 40);
  throw new DomainError('app-unreachable', `Jellyfin is still starting (HTTP ${answer.status} ${said}).`);
}

/** The form that every version takes; the older headers are off by default since 12. */
function authorization(token: string | undefined): string {
  const client = 'Client="Showrunner", Device="Showrunner", DeviceId="showrunner", Version="1"';
  return token === undefined ? `MediaBrowser ${client}` : `MediaBrowser Token="${token}", ${client}`;
}

function refused(answer: AppAnswer, secrets: readonly string[]): DomainError {
  const words = withoutSecrets(answer.text.trim(), secrets);
  const said = words === '' ? `HTTP ${answer.status}` : `${words} (HTTP ${answer.status})`;
  return new DomainError('link-refused', `Jellyfin refused: ${said}`);
}
