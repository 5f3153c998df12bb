import { isDomainError } from '#domain/errors.ts';
import { ensureEngine } from '#supervisor/engine/ensure.ts';
import type { Engine } from '#supervisor/engine/find.ts';
import type { CliContext } from '../context.ts';
import { type Progress, startProgress } from '../output/progress.ts';

/** A Docker engine that answers. One is installed where that is agreed to beforehand, or when asked on a terminal. */
export async function requireEngine(context: CliContext, agreed: boolean): Promise<Engine> {
  try {
    return await ensure(context, agreed);
  } catch (error) {
    if (agreed || !isDomainError(error) || !context.interactive || context.environment.user.uid !== 0)
      throw error;
    context.output.tell(error.message);
    if (!(await context.prompts.confirm('Install a Docker engine on this machine now?'))) throw error;
    return ensure(context, true);
  }
}

async function ensure({ environment, output }: CliContext, mayInstall: boolean): Promise<Engine> {
  let progress: Progress | undefined;
  const onProgress = (message: string) => {
    progress ??= startProgress(output);
    progress.say(message);
  };
  try {
    const engine = await ensureEngine({ environment, mayInstall, onProgress });
    progress?.done(`Docker engine installed and started at ${engine.address}; it stays when Showrunner ends`);
    return engine;
  } catch (error) {
    progress?.clear();
    throw error;
  }
}
