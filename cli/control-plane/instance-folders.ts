import type { Home } from '#platform/home.ts';
import { isWithin } from '#platform/mounts.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure, failureOf } from '../failure.ts';
import { startControlPlane } from './start.ts';

/** Which folders a purge removes, and which it must leave alone. */
export interface InstanceFolders {
  readonly going: readonly string[];
  readonly staying: readonly string[];
}

/**
 * Asks the control plane, which is started for it: only its database knows where the data lies, and what is not known to be
 * apart from the data must not be removed.
 */
export async function readFolders(context: CliContext, home: Home): Promise<InstanceFolders> {
  try {
    const { client } = await startControlPlane(context, home);
    const [{ settings }, { services }] = await Promise.all([client.config.get(), client.services.list()]);
    const { 'paths.data': data } = settings;
    // Only what a service says is its own: another folder of the same name beside it is somebody else's.
    const own = services.flatMap(({ folder }) => folder ?? []);
    return {
      // A folder of configuration elsewhere may be shared: only what is known to be ours goes.
      going: [home.paths.root, ...own.filter((path) => !isWithin(path, home.paths.root))],
      staying: data === undefined ? [] : [String(data)],
    };
  } catch (error) {
    const { message } = failureOf(error);
    throw new CommandFailure(
      'precondition',
      'precondition-failed',
      `The control plane cannot say where the data of "${home.name}" lies, so nothing was removed: ${message}`,
      `Repair it (showrunner doctor), or remove by hand what carries the label showrunner.instance=${home.id}.`,
    );
  }
}
