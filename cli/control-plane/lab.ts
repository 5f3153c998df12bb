import { join } from 'node:path';
import { ensureLab, removeLab } from '#lab/lab.ts';
import { cacheFolder, type Home } from '#platform/home.ts';
import type { Engine } from '#supervisor/engine/find.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { startProgress } from '../output/progress.ts';

/** The lab's images and its registry, for this home. The first time takes a minute or two; a repeat, a moment. */
export async function ensureLabImages(context: CliContext, home: Home, engine: Engine): Promise<void> {
  const { environment, output, interrupts } = context;
  const dockerSocket = socketOf(engine);
  const progress = startProgress(output);
  try {
    const { registry } = await interrupts.during((signal) =>
      ensureLab({
        dockerSocket,
        cacheFolder: join(cacheFolder(environment), 'lab'),
        stateFolder: home.paths.lab,
        instance: home.id,
        registryPort: home.ports.labRegistry,
        onProgress: ({ text }) => progress.say(text),
        signal,
      }),
    );
    progress.done(`Lab images served at ${registry}`);
  } catch (error) {
    progress.clear();
    throw error;
  }
}

export async function removeLabImages(home: Home, engine: Engine): Promise<void> {
  await removeLab({ dockerSocket: socketOf(engine), instance: home.id });
}

/** The lab's registry listens on loopback only, so the engine must be on this machine. */
function socketOf({ address }: Engine): string {
  if (address.startsWith('unix://')) return address.slice('unix://'.length);
  throw new CommandFailure(
    'precondition',
    'precondition-failed',
    `The lab’s images are for an engine on this machine, and the one that answers is at ${address}.`,
    'Choose a local engine: unset DOCKER_HOST, or "docker context use default".',
  );
}
