import { type ArrApp, arrApps } from '#lab/stand-ins/arr/apps.ts';
import { createArr } from '#lab/stand-ins/arr/server.ts';
import { type Driver, drive, type Undeclared } from './driver.ts';
import { readDescription } from './openapi.ts';

export const apiKey = '0123456789abcdef0123456789abcdef';
export const prowlarrKey = 'fedcba9876543210fedcba9876543210';

/** The descriptions are generated from the C# types alone and declare 200 and nothing else. */
const undeclared: readonly Undeclared[] = [
  { status: 201, because: 'RestController.Created after a POST (Sonarr.Http/REST/RestController.cs)' },
  { status: 202, because: 'RestController.Accepted after a PUT (Sonarr.Http/REST/RestController.cs)' },
  { status: 400, because: 'ValidationException is answered by the error pipeline, not by the controller' },
  { status: 401, because: 'the key is checked by the authentication handler, before the controller' },
  { status: 404, because: 'ModelNotFoundException is answered by the error pipeline' },
];

const descriptions = { sonarr: 'sonarr-v3', radarr: 'radarr-v3', prowlarr: 'prowlarr-v1' } as const;

export function environmentOf(id: ArrApp['id'], key = apiKey): NodeJS.ProcessEnv {
  return { [`${id.toUpperCase()}__AUTH__APIKEY`]: key };
}

export function driveArr(id: ArrApp['id'], folder: string, key = apiKey): Promise<Driver> {
  const standIn = createArr(arrApps[id], folder, environmentOf(id, key));
  const description = readDescription(`${descriptions[id]}.openapi.json`);
  return drive(standIn, { 'x-api-key': key }, { description, undeclared, unlisted: [] });
}

export function fields(values: Readonly<Record<string, unknown>>) {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
