import { z } from 'zod';
import { removeJoinedHost } from '#platform/joined-host.ts';
import { stopSupervisor } from '#supervisor/stop.ts';
import { command } from '../../command.ts';
import { findJoined } from '../../joined.ts';
import { notJoined } from './not-joined.ts';

/** The worker first: it must not find its key gone. */
export const run = command(z.object({}), async (context) => {
  const found = await findJoined(context);
  if (found === undefined) throw notJoined(context);
  const { home, joined } = found;
  await stopSupervisor(home);
  await removeJoinedHost(home.paths);
  const { host, instance } = joined;
  context.output.document({ host, instance, left: true });
  context.output.print(
    `This machine is no host of ${instance.name} any more. Its services keep running, unwatched; there, "showrunner hosts remove ${host}" takes it off the list once no service is there, "showrunner hosts invite ${host} --again" lets it come back.`,
  );
  return 'ok';
});
