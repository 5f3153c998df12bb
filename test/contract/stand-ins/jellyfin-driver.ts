import { expect } from 'vitest';
import { z } from 'zod';
import { createJellyfin } from '#lab/stand-ins/jellyfin/server.ts';
import { type Driver, drive, type Undeclared } from './driver.ts';
import { readDescription } from './openapi.ts';

const undeclared: readonly Undeclared[] = [
  {
    route: 'POST /Users/AuthenticateByName',
    status: 401,
    because: 'AuthenticationException becomes 401 in the exception middleware',
  },
  {
    route: 'POST /Users/AuthenticateByName',
    status: 400,
    because: 'a login without client, device and version is an ArgumentException: 400 in the same middleware',
  },
  {
    route: 'POST /Startup/User',
    status: 404,
    because: 'there is no first user before GET /Startup/User (ResourceNotFoundException)',
  },
  {
    route: 'POST /Startup/User',
    status: 400,
    because: 'StartupController answers BadRequest to an empty password',
  },
  {
    route: 'POST /Library/VirtualFolders',
    status: 400,
    because: 'LibraryManager throws an ArgumentException for a path that does not exist',
  },
  {
    route: 'POST /Library/VirtualFolders/Paths',
    status: 404,
    because: 'LibraryManager throws a FileNotFoundException for a path that does not exist',
  },
  { route: 'POST /Auth/Keys', status: 400, because: 'model validation: the parameter app is required' },
];

/** Health checks and the web client are not part of the described API. */
const unlisted = ['GET /health', 'GET /', 'GET /web/'];

export const client = 'MediaBrowser Client="test", Device="test", DeviceId="test", Version="1"';

export function driveJellyfin(folder: string, startMs = 0): Promise<Driver> {
  const description = readDescription('jellyfin-10.11.11.openapi.json');
  return drive(createJellyfin(folder, startMs), {}, { description, undeclared, unlisted });
}

/** Walks the wizard, logs in and makes an API key. */
export async function setUpJellyfin(driver: Driver, password = 'a password') {
  await driver.call('GET', '/Startup/User');
  await driver.call('POST', '/Startup/User', { body: { Name: 'admin', Password: password } });
  await driver.call('POST', '/Startup/Complete');
  const accessToken = await logIn(driver, password);
  await driver.call('POST', '/Auth/Keys', { query: { app: 'test' }, headers: tokenHeader(accessToken) });
  const keys = await driver.call('GET', '/Auth/Keys', { headers: tokenHeader(accessToken) });
  const apiKey = z.object({ Items: z.array(z.object({ AccessToken: z.string() })) }).parse(keys.body)
    .Items[0];
  return { accessToken, apiKey: apiKey?.AccessToken ?? '' };
}

export async function logIn(driver: Driver, password: string): Promise<string> {
  const answer = await driver.call('POST', '/Users/AuthenticateByName', {
    body: { Username: 'admin', Pw: password },
    headers: { authorization: client },
  });
  return z.object({ AccessToken: z.string() }).parse(answer.body).AccessToken;
}

export function tokenHeader(token: string): Record<string, string> {
  return { authorization: `${client}, Token="${token}"` };
}

/** Begins a task, sees it run, and stops it. */
export async function callTasks(driver: Driver, headers: Record<string, string>): Promise<void> {
  const path = '/ScheduledTasks';
  const all = await driver.call('GET', path, { headers });
  const [task] = z.array(z.object({ Id: z.string(), State: z.literal('Idle') })).parse(all.body);
  const one = { headers, params: { taskId: task?.Id ?? '' } };
  expect((await driver.call('POST', `${path}/Running/{taskId}`, one)).status).toBe(204);
  expect((await driver.call('GET', `${path}/{taskId}`, one)).body).toMatchObject({ State: 'Running' });
  expect((await driver.call('DELETE', `${path}/Running/{taskId}`, one)).status).toBe(204);
  expect((await driver.call('GET', `${path}/{taskId}`, one)).body).toMatchObject({ State: 'Idle' });
  const none = { headers, params: { taskId: 'none' } };
  expect((await driver.call('GET', `${path}/{taskId}`, none)).status).toBe(404);
}
