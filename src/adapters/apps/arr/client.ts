import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { LinkEnd } from '#domain/link.ts';
import { parseAnswer, withoutSecrets } from '../answers.ts';
import { readSecret } from '../credentials.ts';
import { type AppAnswer, type AppCalls, type AppRequest, callApp } from '../http.ts';
import { callsTo, type LinkTools } from '../open-link.ts';
import type { ArrApp } from './apps.ts';
import { refusalWords } from './refusal.ts';

/** One application of the *arr family, found to be itself and to accept its key. */
export interface ArrClient {
  readonly title: string;
  readonly version: string;
  /** `/sonarr`, or nothing. */
  readonly urlBase: string;
  readonly apiKey: string;
  get<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.infer<Shape>>;
  /** A change; what the application refuses is `link-refused`. `secrets` are kept out of its words. */
  change(request: AppRequest, secrets?: readonly string[]): Promise<AppAnswer>;
  /** The application's own words where it refuses, nothing where it agrees. */
  refusalOf(request: AppRequest, secrets: readonly string[]): Promise<string | undefined>;
}

const statusPath = '/system/status';

const statusShape = z.looseObject({
  appName: z.string().nullish(),
  version: z.string().nullish(),
});

/** Errors: `app-unreachable`, `login-failed` (the key), `link-refused` (something else answers there). */
export async function connectArr(tools: LinkTools, end: LinkEnd, app: ArrApp): Promise<ArrClient> {
  const { value: apiKey } = await readSecret(tools.secrets, end, 'api-key');
  const direct = await callsTo(tools, end, app.title);
  const first = await callArr(direct, app, apiKey, { path: statusPath });
  const urlBase = urlBaseOf(direct, app, first);
  const calls = { ...direct, base: direct.base + urlBase };
  const call = (request: AppRequest): Promise<AppAnswer> => callArr(calls, app, apiKey, request);
  const status = readStatus(calls, urlBase === '' ? first : await call({ path: statusPath }));
  return {
    title: app.title,
    version: status.version ?? 'unknown',
    urlBase,
    apiKey,
    async get(path, shape) {
      const answer = await call({ path });
      throwIfRefused(app, answer, [apiKey]);
      return parseAnswer(calls, path, answer, shape);
    },
    async change(request, secrets = []) {
      const answer = await call(request);
      throwIfRefused(app, answer, [apiKey, ...secrets]);
      return answer;
    },
    async refusalOf(request, secrets) {
      const answer = await call(request);
      if (answer.status < 300) return undefined;
      return withoutSecrets(refusalWords(answer), [apiKey, ...secrets]);
    },
  };
}

function readStatus(calls: AppCalls, answer: AppAnswer): z.infer<typeof statusShape> {
  const status = parseAnswer(calls, statusPath, answer, statusShape);
  if (status.appName == null || status.appName.toLowerCase() === calls.title.toLowerCase()) return status;
  throw new DomainError('link-refused', `${status.appName} answers where ${calls.title} should be.`);
}

/** With a URL base set, every path outside it is redirected into it; that is where the base can be read. */
function urlBaseOf(calls: AppCalls, app: ArrApp, answer: AppAnswer): string {
  const location = answer.headers.get('location');
  if (answer.status < 300 || answer.status > 399 || location === null) return '';
  const target = new URL(location, calls.base).pathname;
  const path = `/api/${app.api}${statusPath}`;
  if (target.endsWith(path)) return target.slice(0, -path.length);
  throw new DomainError('link-refused', `${app.title} redirects its API to ${target}.`);
}

async function callArr(
  calls: AppCalls,
  app: ArrApp,
  apiKey: string,
  request: AppRequest,
): Promise<AppAnswer> {
  const answer = await callApp(calls, {
    ...request,
    path: `/api/${app.api}${request.path}`,
    headers: { 'x-api-key': apiKey },
  });
  if (answer.status === 401 || answer.status === 403) {
    throw new DomainError('login-failed', `${app.title} refuses the API key that Showrunner keeps for it.`);
  }
  return answer;
}

function throwIfRefused(app: ArrApp, answer: AppAnswer, secrets: readonly string[]): void {
  if (answer.status < 300) return;
  const words = withoutSecrets(refusalWords(answer), secrets);
  throw new DomainError('link-refused', `${app.title} refused: ${words}`);
}
