import { randomUUID } from 'node:crypto';
import type { Environment } from '#platform/environment.ts';
import { type Home, homeFolder, readHome, readToken } from '#platform/home.ts';
import { createClient, type ShowrunnerClient } from '#sdk/client.ts';
import type { CliContext } from './context.ts';
import { CommandFailure } from './failure.ts';
import { commandLine } from './instance.ts';
import { refuseJoined } from './joined.ts';

/** The control plane of one home, as this command speaks to it. */
export interface Connection {
  readonly home: Home;
  readonly client: ShowrunnerClient;
}

/** The control plane of the chosen instance. Whether it answers is seen at the first request. */
export async function connect(context: CliContext): Promise<Connection> {
  await refuseJoined(context);
  return connectTo(await findHome(context), context.environment);
}

export async function connectTo(home: Home, environment: Environment): Promise<Connection> {
  const client = createClient({
    url: apiAddress(home, environment),
    token: await readToken(home),
    // One for all requests of a command: its last event can be traced to it.
    correlationId: randomUUID(),
  });
  return { home, client };
}

/** The home of the chosen instance; a failure that says how to make one. */
export async function findHome({ environment }: CliContext): Promise<Home> {
  const folder = homeFolder(environment);
  const home = await readHome(folder);
  if (home !== undefined) return home;
  const message = `There is no instance "${environment.instance}" yet: ${folder} holds none.`;
  const make = environment.instance === 'demo' ? 'showrunner demo' : commandLine(environment, 'up');
  throw new CommandFailure('unreachable', 'no-instance', message, `Make it with ${make}.`);
}

/** An API that listens everywhere is spoken to on loopback. */
function apiAddress(home: Home, { api }: Environment): string {
  const { host = '127.0.0.1', port = home.ports.api } = api;
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}
