import { z } from 'zod';
import type { Home } from '#platform/home.ts';
import type { Service } from '#sdk/generated/schema.ts';
import { readStatus } from '#supervisor/status.ts';
import { stopSupervisor } from '#supervisor/stop.ts';
import { command, flag } from '../command.ts';
import { connectTo, findHome } from '../connection.ts';
import type { CliContext } from '../context.ts';
import type { Exit } from '../exit-codes.ts';
import { commandLine } from '../instance.ts';
import { findJoined, type JoinedHome, noControlPlane } from '../joined.ts';
import { addressTable } from '../output/service-table.ts';
import { counted, listOf } from '../output/text.ts';

const input = z.object({ all: flag, purge: flag });

/** Stops the control plane; with `--all` the services too; with `--purge` everything but the data goes. */
export const run = command(input, async (context, { all, purge }) => {
  const joined = await findJoined(context);
  if (joined !== undefined) return stopHost(context, joined, all || purge);
  const home = await findHome(context);
  if (purge) {
    const { purgeInstance } = await import('../control-plane/purge.ts');
    return purgeInstance(context, home);
  }
  const services = await runningServices(context, home);
  const stopped = await stopSupervisor(home);
  context.output.tell(
    stopped
      ? `The control plane of instance "${home.name}" is stopped.`
      : `The control plane of instance "${home.name}" was not running.`,
  );
  const containers = all ? await stopContainers(context, home) : [];
  if (!all) tellUnwatched(context, services, stopped);
  const { id, name } = home;
  context.output.document({
    instance: { id, name },
    stopped,
    stoppedContainers: containers,
    stillRunning: all ? [] : services,
  });
  return 'ok';
});

async function stopHost(context: CliContext, joined: JoinedHome, wantsMore: boolean): Promise<Exit> {
  if (wantsMore) throw noControlPlane(context, joined);
  const stopped = await stopSupervisor(joined.home);
  const { host, instance } = joined.joined;
  context.output.tell(
    stopped
      ? `The worker of host ${host} is stopped; services keep running.`
      : `The worker of host ${host} was not running.`,
  );
  context.output.document({ host, instance, stopped });
  return 'ok';
}

/** What its services were just before it stops; nothing where it does not run, since nobody else knows. */
async function runningServices({ environment }: CliContext, home: Home): Promise<readonly Service[]> {
  if ((await readStatus(home)) === undefined) return [];
  const { client } = await connectTo(home, environment);
  // A control plane that is unwell must still be stoppable.
  const { services } = await client.services.list().catch(() => ({ services: [] }));
  return services.filter(({ status }) => status !== 'absent' && status !== 'stopped');
}

async function stopContainers(context: CliContext, home: Home): Promise<readonly string[]> {
  const { stopAll } = await import('../control-plane/containers.ts');
  const names = await stopAll(context, home);
  context.output.tell(
    names.length === 0
      ? 'No container was running.'
      : `Stopped ${counted(names.length, 'container')}: ${listOf(names)}.`,
  );
  return names;
}

function tellUnwatched(
  { output, environment }: CliContext,
  services: readonly Service[],
  stopped: boolean,
): void {
  const hint = `Stop them as well: ${commandLine(environment, 'down --all')}`;
  if (services.length > 0) {
    const count = counted(services.length, 'service keeps', 'services keep');
    output.tell(`${count} running, unwatched:\n\n${addressTable(services, output)}\n\n${hint}`);
  } else if (!stopped) output.tell(`Services that were installed keep running. ${hint}`);
}
