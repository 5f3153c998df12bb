import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { debianTool } from '#test/support/docker/debian-tool.ts';
import { freePort } from '#test/support/docker/wait-for.ts';
import { answersAt, end, lastWords, untilReady } from '#test/support/processes/programs.ts';

/** What is delivered. */
export const prometheusFolder = join(import.meta.dirname, '..', '..', '..', 'deploy', 'prometheus');

/** A copy of the delivered folder, with a token, that is gone after the test. */
export async function copyPrometheusFiles(
  token: string,
): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'showrunner-prometheus-'));
  await cp(prometheusFolder, path, { recursive: true });
  await writeFile(join(path, 'metrics-token'), token);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Replaces a text of a file, which must be there. */
export async function replaceIn(file: string, old: string | RegExp, text: string): Promise<void> {
  const content = await readFile(file, 'utf8');
  if (content.search(old) < 0) throw new Error(`${file} does not hold ${old}.`);
  await writeFile(file, content.replaceAll(old, text));
}

/** What promtool says of its arguments, run in that folder. */
export async function promtool(
  folder: string,
  ...args: readonly string[]
): Promise<{ readonly ok: boolean; readonly output: string }> {
  // The package has both programs, and one of them is enough to find it.
  const tool = join(await debianTool('prometheus', '/usr/bin/prometheus'), '..', 'promtool');
  try {
    const { stdout, stderr } = await promisify(execFile)(tool, [...args], { cwd: folder, timeout: 60_000 });
    return { ok: true, output: `${stdout}${stderr}` };
  } catch (error) {
    const said = z.object({ stdout: z.string(), stderr: z.string() }).safeParse(error);
    if (!said.success) throw error;
    return { ok: false, output: `${said.data.stdout}${said.data.stderr}` };
  }
}

export interface RunningPrometheus {
  /** Labels of the series that an expression gives, with their values. */
  query(expression: string): Promise<readonly { readonly labels: Labels; readonly value: number }[]>;
  /** Alerts that are pending or firing. */
  alerts(): Promise<readonly { readonly state: string; readonly labels: Labels; readonly summary: string }[]>;
  stop(): Promise<void>;
}

type Labels = Readonly<Record<string, string>>;

const labels = z.record(z.string(), z.string());
const vector = z.object({
  data: z.object({ result: z.array(z.object({ metric: labels, value: z.tuple([z.number(), z.string()]) })) }),
});
const alertList = z.object({
  data: z.object({
    alerts: z.array(z.object({ state: z.string(), labels, annotations: z.object({ summary: z.string() }) })),
  }),
});

/** Debian's Prometheus on a loopback port, with the configuration of that folder. */
export async function startPrometheus(folder: string): Promise<RunningPrometheus> {
  const tool = await debianTool('prometheus', '/usr/bin/prometheus');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
  ];
  const child = spawn(tool, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const isReady = answersAt(`${url}/-/ready`);
  await untilReady(child, { what: 'Prometheus', isReady, said: lastWords(child) });
  const ask = async (path: string) =>
    (await fetch(`${url}/api/v1${path}`, { signal: AbortSignal.timeout(20_000) })).json();
  return {
    query: async (expression) => {
      const { data } = vector.parse(await ask(`/query?query=${encodeURIComponent(expression)}`));
      return data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
    },
    alerts: async () => {
      const { data } = alertList.parse(await ask('/alerts'));
      return data.alerts.map(({ annotations, ...alert }) => ({ ...alert, ...annotations }));
    },
    stop: () => end(child),
  };
}
