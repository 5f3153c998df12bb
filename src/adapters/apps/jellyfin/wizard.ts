import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { parseAnswer, withoutSecrets } from '../answers.ts';
import type { AppAnswer, AppRequest } from '../http.ts';
import type { JellyfinClient } from './client.ts';

export interface Administrator {
  readonly name: string;
  readonly password: string;
}

/**
 * The first-run wizard, in the order that Jellyfin's own page has. Every call may be repeated until the last one, which closes
 * the wizard for anonymous callers. False where a person finished it in the meantime.
 */
export async function runWizard(jellyfin: JellyfinClient, administrator: Administrator): Promise<boolean> {
  const startup = await wizardCall(jellyfin, { path: '/Startup/Configuration' });
  if (startup === undefined) return false;
  for (const request of wizardRequests(startup, administrator)) {
    if ((await wizardCall(jellyfin, request, [administrator.password])) === undefined) return false;
  }
  return true;
}

const configurationShape = z.looseObject({
  UICulture: z.string().nullish(),
  MetadataCountryCode: z.string().nullish(),
  PreferredMetadataLanguage: z.string().nullish(),
});

function wizardRequests(startup: AppAnswer, administrator: Administrator): readonly AppRequest[] {
  const calls = { title: 'Jellyfin' };
  const current = parseAnswer(calls, 'Startup/Configuration', startup, configurationShape);
  return [
    {
      method: 'POST',
      path: '/Startup/Configuration',
      json: {
        ...current,
        UICulture: current.UICulture || 'en-US',
        MetadataCountryCode: current.MetadataCountryCode || 'US',
        PreferredMetadataLanguage: current.PreferredMetadataLanguage || 'en',
      },
    },
    // Reading it creates the first user; without that the POST answers 404.
    { path: '/Startup/User' },
    {
      method: 'POST',
      path: '/Startup/User',
      json: { Name: administrator.name, Password: administrator.password },
    },
    {
      method: 'POST',
      path: '/Startup/RemoteAccess',
      json: { EnableRemoteAccess: true, EnableAutomaticPortMapping: false },
    },
    { method: 'POST', path: '/Startup/Complete' },
  ];
}

/** Nothing where the wizard is closed. */
async function wizardCall(
  jellyfin: JellyfinClient,
  request: AppRequest,
  secrets: readonly string[] = [],
): Promise<AppAnswer | undefined> {
  const answer = await jellyfin.call(request);
  if (answer.status === 401 || answer.status === 403) return undefined;
  if (answer.status < 300) return answer;
  const words = withoutSecrets(answer.text.trim(), secrets);
  const detail = `Jellyfin's first-run wizard refused ${request.path}: ${words} (HTTP ${answer.status})`;
  throw new DomainError('link-refused', detail);
}
