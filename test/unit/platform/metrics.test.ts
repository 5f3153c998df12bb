import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { openHome } from '#platform/home.ts';
import { registerContainerMetrics } from '#platform/metrics/container-metrics.ts';
import { announceEndpoint, readEndpoints } from '#platform/metrics/endpoint-file.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import { type MetricsServer, startMetricsServer } from '#platform/metrics/metrics-server.ts';
import { at, aUsage } from '#test/support/usage/usage.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('containers under cAdvisor’s names', () => {
  const full = aUsage({
    at: at(30),
    cpuSeconds: 12.5,
    memoryBytes: 900,
    memoryWorkingSetBytes: 500,
    memoryLimitBytes: 1000,
    network: { receivedBytes: 1, sentBytes: 2 },
    disk: { readBytes: 3, writtenBytes: 4 },
    restarts: 1,
  });

  async function page(...usages: readonly ReturnType<typeof aUsage>[]): Promise<readonly string[]> {
    const { registry, expose } = createMetrics('host');
    registerContainerMetrics(registry, 'local', () => usages);
    const lines = (await expose()).text.split('\n');
    return lines.filter((line) => /^(showrunner_)?container_/.test(line));
  }

  it('have the labels that rules and dashboards ask for', async () => {
    const common =
      'id="/docker/id-of-sonarr",name="showrunner-sonarr",container_name="showrunner-sonarr",image="sonarr:1",service="sonarr",component="sonarr",host="local"';
    expect(await page(full)).toEqual([
      `container_cpu_usage_seconds_total{${common},cpu="total"} 12.5`,
      `container_memory_usage_bytes{${common}} 900`,
      `container_memory_working_set_bytes{${common}} 500`,
      `container_spec_memory_limit_bytes{${common}} 1000`,
      `container_network_receive_bytes_total{${common},interface="all"} 1`,
      `container_network_transmit_bytes_total{${common},interface="all"} 2`,
      `container_fs_reads_bytes_total{${common},device="all"} 3`,
      `container_fs_writes_bytes_total{${common},device="all"} 4`,
      `container_last_seen{${common}} ${Date.parse(at(30)) / 1000}`,
      `container_start_time_seconds{${common}} ${Date.parse(full.startedAt) / 1000}`,
      `showrunner_container_restarts_total{${common}} 1`,
    ]);
  });

  it('have no series for what a container does not have: no limit of 0, no network of 0', async () => {
    const names = (await page(aUsage())).map((line) => line.split('{')[0]);
    expect(names).not.toContain('container_spec_memory_limit_bytes');
    expect(names).not.toContain('container_network_receive_bytes_total');
    expect(names).not.toContain('container_fs_reads_bytes_total');
    expect(names).toContain('container_memory_usage_bytes');
  });

  it('are gone with the container', async () => {
    const { registry, expose } = createMetrics('host');
    let latest = [full];
    registerContainerMetrics(registry, 'local', () => latest);
    expect((await expose()).text).toContain('container_last_seen{');
    expect((await expose()).text).toContain('cpu="total"} 12.5');
    latest = [];
    expect((await expose()).text).not.toContain('container_last_seen{');
  });
});

describe('a metric that is asked for at each scrape', () => {
  it('is left out, and said to be, where its source fails', async () => {
    const { collect, expose } = createMetrics('api');
    let fails = true;
    const read = async () => {
      if (fails) throw new Error('away');
      return [[{ service: 'sonarr' }, 1]] as const;
    };
    collect({ name: 'sample', help: 'A sample.', labelNames: ['service'], read });
    expect(await lines(expose, 'sample')).toEqual(['showrunner_collector_up{collector="sample"} 0']);
    fails = false;
    expect(await lines(expose, 'sample')).toEqual([
      'sample{service="sonarr"} 1',
      'showrunner_collector_up{collector="sample"} 1',
    ]);
  });

  it('is left out as well where its source never answers', async () => {
    const { collect, expose } = createMetrics('api', 10);
    const read = () => new Promise<never>(() => undefined);
    collect({ name: 'sample', help: 'A sample.', labelNames: ['service'], read });
    expect(await lines(expose, 'sample')).toEqual(['showrunner_collector_up{collector="sample"} 0']);
  });

  it('stands beside what the process tells of itself', async () => {
    const { text: page } = await createMetrics('api').expose();
    expect(page).toContain('showrunner_process_info{process="api"} 1');
    expect(page).toMatch(/^process_resident_memory_bytes \d+/m);
  });

  async function lines(expose: () => Promise<{ readonly text: string }>, word: string) {
    const all = (await expose()).text.split('\n');
    return all.filter((line) => line.includes(word) && !line.startsWith('#')).toSorted();
  }
});

describe('the metrics server', () => {
  let server: MetricsServer | undefined;
  afterEach(() => server?.close());

  async function start(read = async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' })) {
    const failures: unknown[] = [];
    server = await startMetricsServer({
      host: '127.0.0.1',
      port: 0,
      read,
      onFailure: (error) => failures.push(error),
    });
    const { address } = server;
    return { failures, ask: (path: string, options = {}) => ask(address, path, options) };
  }

  async function ask(address: string, path: string, options: { method?: string; host?: string }) {
    const { method = 'GET', host = address } = options;
    const call = request(`http://${address}${path}`, { method, headers: { host } }).end();
    const [response] = await once(call, 'response');
    return {
      status: response.statusCode,
      type: response.headers['content-type'],
      text: await text(response),
    };
  }

  it('serves the page, and nothing else', async () => {
    const { ask } = await start();
    expect(await ask('/metrics')).toEqual({ status: 200, type: 'text/plain; version=0.0.4', text: 'up 1\n' });
    expect((await ask('/metrics', { method: 'POST' })).status).toBe(405);
    expect((await ask('/')).status).toBe(404);
  });

  it('answers no web page that came under a name of its own', async () => {
    const { ask } = await start();
    expect((await ask('/metrics', { host: 'evil.example:80' })).status).toBe(421);
    expect((await ask('/metrics', { host: 'localhost:80' })).status).toBe(200);
  });

  it('says that it failed, and not why', async () => {
    const { ask, failures } = await start(() => Promise.reject(new Error('a password')));
    expect(await ask('/metrics')).toMatchObject({ status: 500, text: 'The metrics could not be read.' });
    expect(failures).toHaveLength(1);
  });
});

describe('where a process is scraped', () => {
  it('is read from the home as long as the process has not taken it back', async () => {
    await using folder = await temporaryFolder();
    const { paths } = await openHome(`${folder.path}/home`);
    const withdraw = await announceEndpoint(paths, { process: 'workers', address: '127.0.0.1:9000' });
    await announceEndpoint(paths, { process: 'host', address: '127.0.0.1:9001' });
    await announceEndpoint(paths, { process: 'host', address: '127.0.0.1:9002' });
    expect(await readEndpoints(paths)).toEqual([
      { process: 'host', address: '127.0.0.1:9002' },
      { process: 'workers', address: '127.0.0.1:9000' },
    ]);
    await withdraw();
    expect((await readEndpoints(paths)).map(({ process }) => process)).toEqual(['host']);
  });
});
