import { type Home, homeFolder, homePaths, readHome } from '#platform/home.ts';
import { type JoinedHost, readJoinedHost } from '#platform/joined-host.ts';
import type { CliContext } from './context.ts';
import { CommandFailure } from './failure.ts';
import { commandLine } from './instance.ts';

/** A home that has joined another machine's control plane. */
export interface JoinedHome {
  readonly home: Home;
  readonly joined: JoinedHost;
}

type Chosen = Pick<CliContext, 'environment'>;

/** The chosen instance's home, if it has joined. */
export async function findJoined({ environment }: Chosen): Promise<JoinedHome | undefined> {
  const folder = homeFolder(environment);
  const joined = await readJoinedHost(homePaths(folder));
  const home = joined === undefined ? undefined : await readHome(folder);
  return joined === undefined || home === undefined ? undefined : { home, joined };
}

/** For what only a control plane can do. */
export async function refuseJoined(context: Chosen): Promise<void> {
  const joined = await findJoined(context);
  if (joined !== undefined) throw noControlPlane(context, joined);
}

export function noControlPlane({ environment }: Chosen, { joined }: JoinedHome): CommandFailure {
  const message = `This home is the host ${joined.host} of another machine’s control plane, and runs none itself.`;
  const there = joined.gateway.replace(/:\d+$/, '');
  const remedy = `Ask at ${there}, where it runs; ${commandLine(environment, 'host status')} shows this host.`;
  return new CommandFailure('precondition', 'precondition-failed', message, remedy);
}
