import { open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { joinHost, tokenFor } from '#assembly/join-host.ts';
import { DomainError } from '#domain/errors.ts';
import { homeFolder, homePaths, isControlPlane, openHome } from '#platform/home.ts';
import { untilEntered } from '#platform/host-entry.ts';
import { readStatus } from '#supervisor/status.ts';
import { stopSupervisor } from '#supervisor/stop.ts';
import { command } from '../../command.ts';
import type { CliContext } from '../../context.ts';
import { requireEngine } from '../../control-plane/engine.ts';
import { startHost } from '../../control-plane/start-host.ts';
import { CommandFailure } from '../../failure.ts';
import { commandLine } from '../../instance.ts';
import { findJoined, type JoinedHome } from '../../joined.ts';
import { readBounded } from '../../settings/read-bounded.ts';
import { codeOf } from '../../settings/system-code.ts';

const input = z.object({
  gateway: z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'must be ADDRESS:PORT'),
  tokenFile: z.string().optional(),
  address: z.ipv4('must be an IPv4 address').optional(),
});

/** Joins with a token that no process list shows, and starts the worker. */
export const run = command(input, async (context, { gateway, tokenFile, address }) => {
  await refuseControlPlane(context);
  const token = await readToken(context, tokenFile);
  const before = await findJoined(context);
  const meaning = before === undefined ? 'anew' : await tokenFor(before.home.paths, before.joined, token);
  const isElsewhere = meaning === 'other' || (meaning === 'used' && before?.joined.gateway !== gateway);
  if (before !== undefined && isElsewhere) throw joinedElsewhere(context, before.joined);
  await requireEngine(context, context.yes);
  if (meaning === 'anew') await joinAnew(context, before, () => join(context, gateway, token, address));
  const home = await findJoined(context);
  if (home === undefined) throw new DomainError('internal', 'The home has not joined after all.');
  await startHost(context, home);
  await requireEntry(context, home);
  const { host, instance, address: own } = home.joined;
  context.output.document({ host, instance, gateway, address: own });
  context.output.print(`This machine is the host ${host} of ${instance.name}; others reach it at ${own}.`);
  return 'ok';
});

/** The worker rests meanwhile: it must not write what it has of its key over what is new. Refused, it goes on as it was. */
async function joinAnew(
  context: CliContext,
  before: JoinedHome | undefined,
  work: () => Promise<void>,
): Promise<void> {
  if (before === undefined) return work();
  await stopSupervisor(before.home);
  try {
    await work();
  } catch (error) {
    await startHost(context, before);
    throw error;
  }
}

const entryMs = 20_000;

/** To have joined is little as long as the host is not let in. */
async function requireEntry(context: CliContext, { home, joined }: JoinedHome): Promise<void> {
  const status = await readStatus(home);
  const pid = status?.processes.find(({ name }) => name === 'host')?.pid;
  const entry = await untilEntered(home.paths, pid, entryMs);
  if (entry?.outcome === 'entered') return;
  const isRefused = entry?.outcome === 'refused';
  const reason = entry?.reason ?? `Its worker has not reached ${joined.gateway} yet.`;
  throw new CommandFailure(
    isRefused ? 'precondition' : 'unreachable',
    isRefused ? 'unauthenticated' : 'temporal-unreachable',
    `This machine has joined as ${joined.host}, but is not let in: ${reason}`,
    isRefused
      ? `Join anew with a token that "showrunner hosts invite ${joined.host} --again" prints at the control plane; without --again where it was removed.`
      : `It goes on trying; ${commandLine(context.environment, 'host status')} says how it is.`,
  );
}

async function join(
  { environment }: CliContext,
  gateway: string,
  token: string,
  address: string | undefined,
): Promise<void> {
  const { paths } = await openHome(homeFolder(environment), { name: environment.instance, joining: true });
  await joinHost({ paths, gateway, token, ...(address === undefined ? {} : { address }) });
}

async function refuseControlPlane({ environment }: CliContext): Promise<void> {
  const folder = homeFolder(environment);
  if (!(await isControlPlane(homePaths(folder)))) return;
  throw new CommandFailure(
    'conflict',
    'name-taken',
    `${folder} is the home of a control plane, which has this machine as its own host already.`,
    'Join from a home of its own: showrunner --instance NAME host join …, or remove the control plane with down --purge.',
  );
}

function joinedElsewhere(
  { environment }: CliContext,
  { host, gateway }: { readonly host: string; readonly gateway: string },
): CommandFailure {
  return new CommandFailure(
    'conflict',
    'name-taken',
    `This home is the host ${host} of the control plane at ${gateway} already.`,
    `Leave that one first: ${commandLine(environment, 'host leave')}.`,
  );
}

const largest = 4096;

async function readToken(context: CliContext, file: string | undefined): Promise<string> {
  if (file === undefined && context.interactive) return (await context.prompts.askSecret('Token')).trim();
  if (file === undefined || file === '-') return (await text(process.stdin)).slice(0, largest).trim();
  try {
    await using handle = await open(file);
    return ((await readBounded(handle, largest)) ?? '').trim();
  } catch (error) {
    const faults = [{ field: '--token-file', reason: `cannot be read (${codeOf(error)})` }];
    throw new DomainError('invalid-input', 'The token cannot be read.', { faults });
  }
}
