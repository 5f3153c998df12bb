import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '#platform/environment.ts';
import { hasCode } from '#platform/files.ts';
import { type Home, homeFolder, openHome } from '#platform/home.ts';
import { startSupervisor } from '#supervisor/start.ts';
import { restartProcess, type SupervisorStatus } from '#supervisor/status.ts';
import { type Connection, connectTo } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { startProgress } from '../output/progress.ts';

export interface ControlPlane extends Connection {
  readonly status: SupervisorStatus;
}

/** The home of the chosen instance, made where there is none. */
export async function makeHome({ environment }: Pick<CliContext, 'environment'>): Promise<Home> {
  return openHome(homeFolder(environment), { name: environment.instance });
}

/** The control plane of this home, started unless it runs, and ready. `changed`: workers that run already are to read the home anew. */
export async function startControlPlane(
  context: CliContext,
  home: Home,
  changed = false,
): Promise<ControlPlane> {
  const { output } = context;
  const progress = startProgress(output);
  const environment = await withLabImages(context.environment, home);
  try {
    const { status, started } = await startSupervisor({ home, environment, onProgress: progress.say });
    if (started) progress.done(`Control plane of instance "${home.name}" started at ${status.api}`);
    else progress.clear();
    if (changed && !started) await restartProcess(home, 'workers');
    return { ...(await connectTo(home, context.environment)), status };
  } catch (error) {
    progress.clear();
    throw error;
  }
}

/** An instance that was made from lab images keeps to them, whoever starts its control plane. */
async function withLabImages(environment: Environment, home: Home): Promise<Environment> {
  if (environment.imagesOverlay !== undefined) return environment;
  const overlay = overlayOf(home);
  return (await exists(overlay)) ? { ...environment, imagesOverlay: overlay } : environment;
}

/** Where `ensureLab` leaves what replaces the vendors' images. */
export function overlayOf({ paths }: Home): string {
  return join(paths.lab, 'overlay.json');
}

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}
