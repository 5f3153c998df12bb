import { empty, type Reply, type Request, type Route } from '../shared/http.ts';
import type { JellyfinContext } from './context.ts';

/** `first-time`: open while the wizard is, afterwards for administrators. Every login and key here is one. */
export type JellyfinAccess = 'open' | 'first-time' | 'elevated';

/** What a client says of itself in `Authorization: MediaBrowser Client="…", Device="…", Token="…"`. */
export function clientOf(context: JellyfinContext, request: Request): Readonly<Record<string, string>> {
  const legacy = isLegacyAllowed(context) ? text(request.headers['x-emby-authorization']) : undefined;
  const header = request.headers.authorization ?? legacy ?? '';
  const scheme = /^(MediaBrowser|Emby)\s/i.exec(header)?.[1]?.toLowerCase();
  if (scheme === undefined || (scheme === 'emby' && !isLegacyAllowed(context))) return {};
  const pairs = header.matchAll(/(\w+)="([^"]*)"/g);
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));
}

export function refuse(
  context: JellyfinContext,
  request: Request,
  route: Route<JellyfinAccess> | undefined,
): Reply | undefined {
  if (route === undefined || route.access === 'open') return undefined;
  const state = context.state.value;
  if (route.access === 'first-time' && !state.wizardCompleted) return undefined;
  const token = tokenOf(context, request);
  if (token === undefined) return empty(401);
  const known = [...state.keys, ...state.sessions].some((holder) => holder.token === token);
  return known ? undefined : empty(401);
}

/** The old headers work while `EnableLegacyAuthorization` is on, which is the default up to 10.11. */
function tokenOf(context: JellyfinContext, request: Request): string | undefined {
  const legacy = isLegacyAllowed(context)
    ? [
        text(request.headers['x-emby-token']),
        text(request.headers['x-mediabrowser-token']),
        request.query.get('api_key') ?? undefined,
      ]
    : [];
  const given = [clientOf(context, request).Token, request.query.get('ApiKey') ?? undefined, ...legacy];
  return given.find((token) => token !== undefined && token !== '');
}

function isLegacyAllowed(context: JellyfinContext): boolean {
  return context.configuration().EnableLegacyAuthorization !== false;
}

function text(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
