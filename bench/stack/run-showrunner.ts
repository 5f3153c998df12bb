import { criticalPath, type Parts } from '../support/critical-path.ts';
import type { BenchInstance } from '../support/instance.ts';
import { durationWithout } from '../support/replay.ts';
import { eventsOfRequest, untilSucceeded } from '../support/request.ts';
import { readTimeline } from '../support/timeline.ts';

export interface ShowrunnerRun {
  /** Of the whole command, as a person waits for it. */
  readonly milliseconds: number;
  /** Of the command, had making links taken no time. */
  readonly withoutLinks: number;
  readonly parts: Parts & { readonly 'command and API': number };
}

/** `showrunner up SERVICES`, and where its time went. */
export async function upWithShowrunner(
  instance: BenchInstance,
  services: readonly string[],
  settingsFile: string,
): Promise<ShowrunnerRun> {
  const began = performance.now();
  await instance.run('up', ...services, '--settings', settingsFile);
  const milliseconds = performance.now() - began;
  const { tasks } = await instance.client.tasks.list({ operation: 'batch', limit: 1 });
  const root = tasks[0]?.id;
  if (root === undefined) throw new Error('The installation left no task.');
  const timeline = readTimeline(await eventsOfRequest(instance.client, root));
  const whole = durationWithout(timeline, root, () => false);
  const withoutLinks = durationWithout(timeline, root, ({ step }) => step.type === 'applyLink');
  return {
    milliseconds,
    withoutLinks: milliseconds - whole + withoutLinks,
    parts: { ...criticalPath(timeline, root), 'command and API': milliseconds - whole },
  };
}

/** Uninstalls everything with its config folders, volumes and secrets, each after all that require it. */
export async function uninstallAll({ client }: BenchInstance): Promise<void> {
  for (;;) {
    const { services } = await client.services.list();
    const free = services.filter(({ requiredBy }) => requiredBy.length === 0);
    if (services.length === 0) return;
    if (free.length === 0) throw new Error('The services that are left require each other.');
    await Promise.all(
      free.map(async ({ id }) => {
        const task = await client.services.uninstall(id, { purge: true });
        await untilSucceeded(client, task.id);
      }),
    );
  }
}
