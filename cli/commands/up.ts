import { z } from 'zod';
import { keepGatewayAddress, parseGatewayAddress } from '#platform/gateway-address.ts';
import { command, flag, texts } from '../command.ts';
import type { CliContext } from '../context.ts';
import { bringUp } from '../control-plane/bring-up.ts';
import { requireEngine } from '../control-plane/engine.ts';
import { type ControlPlane, makeHome, startControlPlane } from '../control-plane/start.ts';
import { startHost } from '../control-plane/start-host.ts';
import type { Exit } from '../exit-codes.ts';
import { commandLine } from '../instance.ts';
import { findJoined, type JoinedHome, noControlPlane } from '../joined.ts';
import { addressTable } from '../output/service-table.ts';
import { chooseSettings } from '../settings/choose-settings.ts';
import { type GivenSettings, readGivenSettings } from '../settings/given-settings.ts';

const input = z.object({
  services: texts,
  set: texts,
  settings: z.string().optional(),
  gateway: z
    .string()
    .refine(
      (text) => text === 'none' || parseGatewayAddress(text) !== undefined,
      'must be ADDRESS:PORT with an IPv4 address of this machine, or none',
    )
    .optional(),
  detach: flag,
  cancelOnInterrupt: flag,
});

/** Makes the machine ready, starts the control plane, and brings up what is named. */
export const run = command(input, async (context, { services, gateway, ...flags }) => {
  const joined = await findJoined(context);
  if (joined !== undefined) return startJoined(context, joined, services.length > 0 || gateway !== undefined);
  // Read before anything starts: a mistake in them should cost a second.
  const given = await readGivenSettings(flags);
  await requireEngine(context, context.yes);
  const home = await makeHome(context);
  const moved = gateway !== undefined && (await keepGatewayAddress(home.paths, addressOf(gateway)));
  const plane = await startControlPlane(context, home, moved);
  if (services.length === 0) return showOverview(context, plane, given);
  const settings = await chooseSettings(context, plane, given);
  return bringUp(context, plane, services, settings, flags);
});

/** A host has one process to start, and nothing to install by itself. */
async function startJoined(context: CliContext, joined: JoinedHome, wantsMore: boolean): Promise<Exit> {
  if (wantsMore) throw noControlPlane(context, joined);
  await requireEngine(context, context.yes);
  await startHost(context, joined);
  const { host, instance, gateway } = joined.joined;
  context.output.document({ host, instance, gateway });
  return 'ok';
}

function addressOf(gateway: string): string | undefined {
  return gateway === 'none' ? undefined : gateway;
}

async function showOverview(
  context: CliContext,
  plane: ControlPlane,
  given: GivenSettings,
): Promise<undefined> {
  const { output, environment } = context;
  const { client, status } = plane;
  if (Object.keys(given.values).length > 0)
    await client.config.update(await chooseSettings(context, plane, given));
  const { services } = await client.services.list();
  const next = services.length === 0 ? ['catalog', 'up sonarr'] : ['ps', 'status'];
  const webUi = status.temporalUi === undefined ? [] : [`Every task in detail:  ${status.temporalUi}`];
  output.print(
    [
      ...(services.length === 0 ? [] : [addressTable(services, output), '']),
      `API and its reference:  ${status.api}/docs`,
      ...webUi,
      `Next:  ${next.map((name) => commandLine(environment, name)).join('   ')}`,
    ].join('\n'),
  );
  const { instance, home, api } = status;
  output.document({ instance, home, api, services });
}
