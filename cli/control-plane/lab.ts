import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureLab, type Overlay, overlaySchema, removeLab } from '#lab/lab.ts';
import { cacheFolder, type Home } from '#platform/home.ts';
import type { Engine } from '#supervisor/engine/find.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { startProgress } from '../output/progress.ts';

/** Short names of the lab's images, by what is inside. */
export interface LabImages {
  readonly real: readonly string[];
  readonly standIns: readonly string[];
}

/** The lab's images and its registry, for this home. The first time takes a minute or two; a repeat, a moment. */
export async function ensureLabImages(context: CliContext, home: Home, engine: Engine): Promise<LabImages> {
  const { environment, output, interrupts } = context;
  const dockerSocket = socketOf(engine);
  const progress = startProgress(output);
  try {
    const { registry, overlayFile } = await interrupts.during((signal) =>
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
    return sortImages(overlaySchema.parse(JSON.parse(await readFile(overlayFile, 'utf8'))));
  } catch (error) {
    progress.clear();
    throw error;
  }
}

/** `lscr.io/linuxserver/sonarr:4.0.19` is shown as `sonarr`. */
function sortImages({ images }: Overlay): LabImages {
  const named = (kind: string) =>
    Object.entries(images)
      .filter(([, image]) => image.kind === kind)
      .map(([reference]) => reference.replace(/^.*\/|:.*$/g, ''))
      .sort();
  return { real: named('real'), standIns: named('stand-in') };
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
