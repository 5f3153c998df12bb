import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianTool } from '#test/support/docker/debian-tool.ts';
import { freePort } from '#test/support/docker/wait-for.ts';
import { answersAt, end, lastWords, untilReady } from '#test/support/processes/programs.ts';

const program = '/usr/bin/prometheus-alertmanager';

export interface ShownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

export interface AlertmanagerOptions {
  /** Where it sends its own notifications. */
  readonly receiver: string;
  /** `--web.route-prefix`. */
  readonly prefix?: string;
}

export type RunningAlertmanager = Awaited<ReturnType<typeof startAlertmanager>>;

/** Debian's Alertmanager on a loopback port, with a folder of its own. It tells its receiver of each change at once. */
export async function startAlertmanager({ receiver, prefix = '' }: AlertmanagerOptions) {
  const tool = await debianTool('prometheus-alertmanager', program);
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-alertmanager-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const port = await freePort();
  await writeFile(join(folder, 'config.yml'), configuration(receiver));
  const url = `http://127.0.0.1:${port}${prefix}`;
  let child = await run(tool, folder, port, prefix, url).catch(async (error: unknown) => {
    await removeFolder();
    throw error;
  });
  return {
    url,
    /** What its API shows: alerts that are not resolved. */
    shown: async (): Promise<readonly ShownAlert[]> => {
      const response = await fetch(`${url}/api/v2/alerts`, { signal: AbortSignal.timeout(20_000) });
      return (await response.json()) as readonly ShownAlert[];
    },
    kill: () => end(child, 'SIGKILL'),
    start: async (): Promise<void> => {
      child = await run(tool, folder, port, prefix, url);
    },
    stop: async (): Promise<void> => {
      await end(child, 'SIGTERM');
      await removeFolder();
    },
  };
}

async function run(
  tool: string,
  folder: string,
  port: number,
  prefix: string,
  url: string,
): Promise<ChildProcess> {
  const args = [
    `--config.file=${join(folder, 'config.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    `--web.route-prefix=${prefix === '' ? '/' : prefix}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ];
  const [command, ...rest] = tool === program ? [tool, ...args] : withItsTemplates(tool, args);
  const child = spawn(command ?? '', rest, { stdio: ['ignore', 'ignore', 'pipe'] });
  const isReady = answersAt(`${url}/-/ready`);
  await untilReady(child, { what: 'Alertmanager', isReady, said: lastWords(child) });
  return child;
}

/**
 * Debian's build reads its templates below /usr/share and ends without them. An unpacked one gets its package's /usr/share in a mount
 * namespace of its own; `exec` keeps it one process.
 */
function withItsTemplates(tool: string, args: readonly string[]): readonly string[] {
  const share = join(tool, '..', '..', 'share');
  const own = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  return [
    'unshare',
    '--mount',
    ...own,
    'sh',
    '-c',
    'mount --bind "$0" /usr/share && exec "$@"',
    share,
    tool,
    ...args,
  ];
}

function configuration(receiver: string): string {
  return `route:
  receiver: test
  group_by: ['...']
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: test
    webhook_configs:
      - url: ${receiver}
        send_resolved: true
`;
}
