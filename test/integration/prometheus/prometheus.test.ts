import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readMetricsToken } from '#platform/home.ts';
import { readEndpoints } from '#platform/metrics/endpoint-file.ts';
import { restClient, taskIdOf } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import { buildTestImage, rawDocker, type TestImage, waitFor } from '#test/support/docker/index.ts';
import { type FixtureCatalog, writeFixtureCatalog } from '#test/support/fixtures/fixture-catalog.ts';
import {
  copyPrometheusFiles,
  type RunningPrometheus,
  replaceIn,
  startPrometheus,
} from '#test/support/prometheus/prometheus.ts';

const image = 'showrunner-test/prometheus:1';

describe('a real Prometheus, with the files that are delivered', { timeout: 60_000 }, () => {
  let built: TestImage;
  let catalog: FixtureCatalog;
  let world: ControlPlane;
  let api: ReturnType<typeof restClient>;
  let files: Awaited<ReturnType<typeof copyPrometheusFiles>>;
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    built = await buildTestImage(image);
    catalog = await writeFixtureCatalog([{ name: 'exposing', image, port: 8000, metrics: true }]);
    world = await startControlPlane({ catalog: catalog.folder });
    api = restClient(world);
    const task = taskIdOf(await api.call('POST', '/services', { service: 'exposing' }));
    expect((await api.ended(task)).status).toBe('succeeded');
    files = await copyPrometheusFiles(await readMetricsToken(world.home));
    await hurry(files.path, new URL(world.url).host);
    prometheus = await startPrometheus(files.path);
  });

  afterAll(async () => {
    await prometheus?.stop();
    await files?.[Symbol.asyncDispose]();
    await world?.stop();
    await catalog?.remove();
    await built?.remove();
  });

  /** The value of the one series that the expression gives, once it gives one. */
  const found = (expression: string, seconds = 20) =>
    waitFor(expression, async () => (await prometheus.query(expression))[0]?.value, seconds);

  test('scrapes the API, every worker, and the service that exposes metrics', async () => {
    const targets = async () => {
      const up = await prometheus.query('up == 1');
      return up.map(({ labels: { job, process, service } }) => `${job} ${process ?? service}`).toSorted();
    };
    await expect
      .poll(targets, { timeout: 20_000, interval: 200 })
      .toEqual(['media-services exposing', 'services api', 'services central', 'services host']);
    expect(await found('fixture_up{service="exposing"}')).toBe(1);
  });

  test('has the service’s state, the tasks, and Temporal’s own numbers', async () => {
    expect(await found('showrunner_service_up{service="exposing"}')).toBe(1);
    expect(await found('showrunner_tasks_closed_total{operation="install",status="succeeded"}')).toBe(1);
    expect(await found('showrunner_event_log_position')).toBeGreaterThan(0);
    expect(await found('sum(temporal_workflow_completed_total{process="central"})')).toBeGreaterThan(0);
    expect(await found('min(showrunner_temporal_metrics_up)')).toBe(1);
    expect(await found('count(process_resident_memory_bytes{job="services"})')).toBe(3);
  });

  test('has the container under cAdvisor’s names, as the API has it', async () => {
    const labels = 'service="exposing",component="exposing",host="local"';
    expect(await found(`container_memory_usage_bytes{${labels}}`, 30)).toBeGreaterThan(0);
    expect(await found(`container_cpu_usage_seconds_total{${labels}}`)).toBeGreaterThan(0);
    expect(await found(`container_network_receive_bytes_total{${labels}}`)).toBeGreaterThanOrEqual(0);
    const { status, body } = await api.call('GET', '/services/exposing/metrics');
    expect(status).toBe(200);
    const { components } = metrics.parse(body);
    expect(components.map(({ component }) => component)).toEqual(['exposing']);
    expect(components[0]?.now?.memoryBytes).toBeGreaterThan(0);
    expect(components[0]?.lastHour.length).toBeGreaterThan(0);
  });

  test('fires ServiceDown for a service that was killed while nobody heals it', async () => {
    // Its healers first: else it would run again before anybody could miss it.
    await world.processes.central.kill();
    await world.processes.host.kill();
    const [container] = await rawDocker().listContainers({
      filters: { label: [`showrunner.instance=${world.home.id}`, 'showrunner.service=exposing'] },
    });
    await rawDocker()
      .getContainer(container?.Id ?? '')
      .kill();
    const alert = await waitFor(
      'ServiceDown fires',
      async () =>
        (await prometheus.alerts()).find(
          ({ state, labels }) => state === 'firing' && labels.service === 'exposing',
        ),
      30,
    );
    expect(alert).toMatchObject({
      labels: { alertname: 'ServiceDown', job: 'media-services' },
      summary: 'Service exposing is down',
    });
    // A worker that crashed has not taken its endpoint back, so it is missed as well.
    expect((await readEndpoints(world.home.paths)).map(({ process }) => process)).toEqual([
      'central',
      'host',
    ]);
    await expect
      .poll(async () => (await prometheus.alerts()).map(({ labels }) => labels.process), { timeout: 20_000 })
      .toEqual(expect.arrayContaining(['central', 'host']));
  });
});

const point = z.object({ memoryBytes: z.number() });
const metrics = z.object({
  components: z.array(z.object({ component: z.string(), now: point.nullable(), lastHour: z.array(point) })),
});

/** The same files for this API, with seconds for minutes. */
async function hurry(folder: string, address: string): Promise<void> {
  await replaceIn(`${folder}/prometheus.yml`, /127\.0\.0\.1:8484/g, address);
  await replaceIn(`${folder}/prometheus.yml`, /\b15s\b/g, '1s');
  await replaceIn(`${folder}/rules/service-health.yml`, /for: 5m/g, 'for: 2s');
}
