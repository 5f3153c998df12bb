import { startSupervisor } from '#supervisor/start.ts';
import type { CliContext } from '../context.ts';
import type { JoinedHome } from '../joined.ts';
import { startProgress } from '../output/progress.ts';

/** Starts the host's worker unless it runs. */
export async function startHost(context: CliContext, { home, joined }: JoinedHome): Promise<void> {
  const progress = startProgress(context.output);
  try {
    const { environment } = context;
    const { started } = await startSupervisor({ home, environment, onProgress: progress.say });
    if (started) progress.done(`Host ${joined.host} of ${joined.instance.name} at ${joined.gateway} runs`);
    else progress.clear();
  } catch (error) {
    progress.clear();
    throw error;
  }
}
