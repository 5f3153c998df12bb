import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '#platform/files.ts';

const repository = join(import.meta.dirname, '..');
/** What the bundle is made of; the lockfile stands for the SDK. */
const sources = ['workflows', 'src/domain', 'src/contracts', 'package-lock.json'];

/** The bundle's file, made anew only when its sources have changed: bundling takes seconds, reading does not. */
export async function ensureBundle(folder: string): Promise<string> {
  const path = await bundlePath(folder);
  if (
    await stat(path).then(
      () => true,
      () => false,
    )
  )
    return path;
  await writeFileAtomically(path, await bundleWorkflows());
  return path;
}

/** Where the bundle of the sources as they are lies, or will. */
export async function bundlePath(folder: string): Promise<string> {
  return join(folder, `workflows-${await sourceHash()}.js`);
}

/** The workflows' code, bundled for the isolate. Fails when a workflow reaches a platform module. */
export async function bundleWorkflows(): Promise<string> {
  // Loaded here only: whoever finds a bundle needs neither webpack nor, as the setup, the SDK's native part.
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(repository, 'workflows', 'index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  return code;
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesBelow(join(repository, source))) {
      hash.update(file.slice(repository.length)).update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesBelow(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
