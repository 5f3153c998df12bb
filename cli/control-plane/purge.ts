import { rm } from 'node:fs/promises';
import { cacheFolder, type Home } from '#platform/home.ts';
import { ensureEngine } from '#supervisor/engine/ensure.ts';
import { stopSupervisor } from '#supervisor/stop.ts';
import type { CliContext } from '../context.ts';
import type { Exit } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { span } from '../output/paint.ts';
import { startProgress } from '../output/progress.ts';
import { listResources, removeResources } from './containers.ts';
import { checkFolders } from './folder-check.ts';
import { type InstanceFolders, readFolders } from './instance-folders.ts';
import { removeLabImages } from './lab.ts';
import { exists, overlayOf } from './start.ts';

/** Removes everything of an instance but its data, after naming it and asking. */
export async function purgeInstance(context: CliContext, home: Home): Promise<Exit> {
  if (!context.yes && !context.interactive) throw nobodyToAgree();
  const folders = await readFolders(context, home);
  await checkFolders(folders);
  const hasLab = await exists(overlayOf(home));
  const inventory = { ...(await listResources(context, home)), folders: folders.going, hasLab };
  context.output.tell(describe(context, home, inventory, folders));
  if (!(await isAgreed(context, home))) {
    context.output.tell('Nothing was removed.');
    return 'interrupted';
  }
  await remove(context, home, inventory);
  const { hasLab: _, ...removed } = inventory;
  context.output.document({
    instance: { id: home.id, name: home.name },
    removed: { ...removed, containers: removed.containers.map(({ name }) => name) },
    kept: folders.staying,
  });
  return 'ok';
}

type Inventory = Awaited<ReturnType<typeof listResources>> & {
  readonly folders: readonly string[];
  readonly hasLab: boolean;
};

function describe(
  { output, environment }: CliContext,
  home: Home,
  { containers, networks, volumes, folders, hasLab }: Inventory,
  { staying }: InstanceFolders,
): string {
  const block = (title: string, names: readonly string[]) => {
    const [first, ...others] = names.length === 0 ? ['none'] : names;
    return [`  ${title.padEnd(11)} ${first}`, ...others.map((name) => `  ${' '.repeat(11)} ${name}`)];
  };
  return [
    output.paint(span(`Goes, with the instance "${home.name}" and all its passwords and keys:`, 'bold')),
    ...block(
      'containers',
      containers.map(({ name }) => name),
    ),
    ...block('networks', networks),
    ...block('volumes', volumes),
    ...block('folders', folders),
    ...(hasLab ? block('lab', ['its registry of images']) : []),
    output.paint(span('Stays:', 'bold')),
    ...block('data', staying),
    ...block('downloads', [`${cacheFolder(environment)} (shared by all instances)`]),
    ...block('engine', ['the Docker engine and its images']),
  ].join('\n');
}

async function isAgreed({ yes, prompts }: CliContext, home: Home): Promise<boolean> {
  return yes || prompts.confirm(`Remove all of that from "${home.name}"?`);
}

function nobodyToAgree(): CommandFailure {
  return new CommandFailure(
    'usage',
    'invalid-input',
    'Nobody is there to agree, so nothing was removed.',
    'Agree beforehand with --yes.',
  );
}

/** The control plane first, so that it brings nothing back; the home last, so that an interrupted purge can be repeated. */
async function remove(context: CliContext, home: Home, { folders, hasLab }: Inventory): Promise<void> {
  const progress = startProgress(context.output);
  try {
    progress.say('stopping the control plane');
    await stopSupervisor(home);
    progress.say('removing containers, networks and volumes');
    await removeResources(context, home);
    if (hasLab) {
      progress.say('removing the lab’s registry');
      await removeLabImages(
        home,
        await ensureEngine({ environment: context.environment, mayInstall: false }),
      );
    }
    progress.say('removing folders');
    for (const folder of folders.filter((path) => path !== home.paths.root))
      await rm(folder, { recursive: true, force: true });
    await rm(home.paths.root, { recursive: true, force: true });
    progress.done(`Instance "${home.name}" is removed; the data is where it was`);
  } catch (error) {
    progress.clear();
    throw error;
  }
}
