import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { readStatus } from '#supervisor/status.ts';
import { command } from '../command.ts';
import { connect, findHome } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { commandLine } from '../instance.ts';
import { refuseJoined } from '../joined.ts';

/** Prints an address, and opens it in a browser where someone sits at this machine's own screen. */
export const run = command(z.object({ service: z.string().optional() }), async (context, { service }) => {
  const address = service === undefined ? await ownAddress(context) : await addressOf(context, service);
  context.output.document({ address });
  context.output.print(address);
  if (context.interactive) await openInBrowser(address);
  return 'ok';
});

async function addressOf(context: CliContext, id: string): Promise<string> {
  const { client } = await connect(context);
  const { web, status } = await client.services.get(id);
  if (web !== undefined) return web;
  throw new CommandFailure(
    'not-found',
    'no-web-page',
    `${id} (${status}) has no web page.`,
    `See ${commandLine(context.environment, 'ps')} for those that have one.`,
  );
}

async function ownAddress(context: CliContext): Promise<string> {
  await refuseJoined(context);
  const status = await readStatus(await findHome(context));
  if (status?.api !== undefined) return status.temporalUi ?? `${status.api}/docs`;
  throw new CommandFailure(
    'unreachable',
    'not-running',
    'The control plane does not run.',
    `Start it with ${commandLine(context.environment, 'up')}.`,
  );
}

/** A machine without a browser is none to complain about: the address is printed in any case. */
async function openInBrowser(address: string): Promise<void> {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(program, [address], { stdio: 'ignore', detached: true });
  child.unref();
  await Promise.race([once(child, 'spawn'), once(child, 'error')]).catch(() => undefined);
}
