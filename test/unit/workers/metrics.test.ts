import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Home, openHome } from '#platform/home.ts';
import { createLogger } from '#platform/logger.ts';
import { readEndpoints } from '#platform/metrics/endpoint-file.ts';
import { Gauge } from '#platform/metrics/metrics.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';
import { type ServeMetricsOptions, serveMetrics } from '#workers/metrics.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let home: Home;
const logged: string[] = [];
const endings: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
  home = await openHome(`${folder.path}/home`);
  logged.length = 0;
});
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
  await folder[Symbol.asyncDispose]();
});

async function serve(options: Partial<ServeMetricsOptions> & { readonly port?: number } = {}) {
  const { port = 0, ...more } = options;
  const served = await serveMetrics({
    name: 'host',
    groups: [],
    configuration: { metrics: { host: '127.0.0.1', port }, home: home.paths },
    logger: createLogger({
      name: 'host',
      level: 'info',
      destination: { write: (line: string) => void logged.push(line) },
    }),
    temporalMetrics: undefined,
    ...more,
  });
  endings.push(() => served.close());
  return served;
}

async function page(): Promise<string> {
  const [endpoint] = await readEndpoints(home.paths);
  return (await fetch(`http://${endpoint?.address}/metrics`)).text();
}

/** Stands for Temporal's runtime, which serves its own page. */
async function temporalWith(text: string | undefined): Promise<string> {
  const server = createServer((_, response) => {
    if (text === undefined) response.writeHead(500).end();
    else response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe('a worker’s metrics', () => {
  it('are one page of the process, its groups and Temporal', async () => {
    const temporalMetrics = await temporalWith('temporal_workflow_completed_total 7\n');
    const register: ServeMetricsOptions['groups'][number]['register'] = (registry) =>
      new Gauge({ name: 'of_a_group', help: 'A sample.', registers: [registry] }).set(3);
    await serve({ groups: [{ register }], temporalMetrics });
    const lines = (await page()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'showrunner_process_info{process="host"} 1',
        'of_a_group 3',
        'temporal_workflow_completed_total 7',
        'showrunner_temporal_metrics_up 1',
      ]),
    );
  });

  it.each([
    ['gives an error', () => temporalWith(undefined)],
    ['is not there', async () => '127.0.0.1:1'],
    ['has no port', async () => undefined],
  ])('are served, and say so, where Temporal’s page %s', async (_, make) => {
    await serve({ temporalMetrics: await make() });
    expect(await page()).toContain('showrunner_temporal_metrics_up 0');
  });

  it('are announced as long as the process does its work', async () => {
    const served = await serve();
    expect(await readEndpoints(home.paths)).toMatchObject([{ process: 'host' }]);
    await served.close();
    expect(await readEndpoints(home.paths)).toEqual([]);
  });

  it('on a port that is taken are missing, and the worker goes on', async () => {
    const taken = Number((await temporalWith('')).split(':')[1]);
    await serve({ port: taken });
    expect(await readEndpoints(home.paths)).toEqual([]);
    expect(logged.join('')).toContain('metrics are not served');
  });
});
