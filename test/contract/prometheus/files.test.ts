import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { openApiDocument } from '#api/rest/openapi.ts';
import { routes } from '#api/rest/routes/index.ts';
import { readComposeFile } from '#test/contract/production/compose-file.ts';
import { copyPrometheusFiles, prometheusFolder, promtool } from '#test/support/prometheus/prometheus.ts';

const configuration = z.object({
  scrape_configs: z.array(
    z.object({
      job_name: z.string(),
      authorization: z.unknown().optional(),
      static_configs: z.array(z.object({ targets: z.array(z.string()) })).optional(),
      http_sd_configs: z.array(z.object({ url: z.string() })).optional(),
    }),
  ),
});

describe('deploy/prometheus', () => {
  it('is a configuration that Prometheus takes', async () => {
    await using copy = await copyPrometheusFiles('sr_a-token');
    const { ok, output } = await promtool(copy.path, 'check', 'config', 'prometheus.yml');
    expect(output).toMatch(/SUCCESS: .*prometheus\.yml is valid/);
    expect(ok).toBe(true);
  });

  it('has three rules that Prometheus takes', async () => {
    await using copy = await copyPrometheusFiles('sr_a-token');
    const { output } = await promtool(copy.path, 'check', 'rules', 'rules/service-health.yml');
    expect(output).toContain('SUCCESS: 3 rules found');
  });

  it('has rules that fire when they should, and at no other time', async () => {
    await using copy = await copyPrometheusFiles('sr_a-token');
    await cp(
      join(import.meta.dirname, 'service-health.test.yml'),
      join(copy.path, 'service-health.test.yml'),
    );
    const { output } = await promtool(copy.path, 'test', 'rules', 'service-health.test.yml');
    expect(output.trim()).toMatch(/SUCCESS$/);
  });

  it('shows the token to the API alone', async () => {
    const jobs = await readJobs();
    const shown = jobs.filter(({ authorization }) => authorization !== undefined);
    expect(shown.flatMap(({ static_configs: given }) => given ?? [])).toMatchObject([
      { targets: ['127.0.0.1:8484'] },
    ]);
    expect(shown.flatMap(({ http_sd_configs: found }) => found ?? [])).toEqual([]);
  });

  it('finds its targets where the API has them', async () => {
    const urls = (await readJobs())
      .flatMap(({ http_sd_configs: found }) => found ?? [])
      .map(({ url }) => new URL(url));
    expect(urls.map(({ searchParams }) => searchParams.get('of'))).toEqual(['workers', 'services']);
    const { paths = {}, servers } = openApiDocument(routes, '0');
    for (const { pathname } of urls)
      expect(Object.keys(paths).map((path) => `${servers?.[0]?.url}${path}`)).toContain(pathname);
  });
});

describe('docker-compose.yml', () => {
  it('has the workers’ metrics where the documentation says, and publishes them nowhere', async () => {
    const { services } = readComposeFile();
    const { 'central-worker': central, 'host-worker': host } = services;
    expect(central?.environment).toMatchObject({
      SHOWRUNNER_METRICS_HOST: '0.0.0.0',
      SHOWRUNNER_METRICS_PORT: '9464',
    });
    expect(central).toMatchObject({
      networks: { control: { ipv4_address: '$' + '{CONTROL_NETWORK:-10.207.255}.250' } },
      ports: [],
    });
    expect(host?.environment).toMatchObject({ SHOWRUNNER_METRICS_PORT: '$' + '{METRICS_PORT:-9464}' });
    expect(host?.environment).not.toHaveProperty('SHOWRUNNER_METRICS_HOST');
    const words = await readFile(join(prometheusFolder, '../../docs/reference/metrics.md'), 'utf8');
    expect(words).toContain('targets: ["10.207.255.250:9464"]');
    expect(words).toContain('targets: ["127.0.0.1:9464"]');
  });
});

async function readJobs() {
  const text = await readFile(join(prometheusFolder, 'prometheus.yml'), 'utf8');
  return configuration.parse(parse(text)).scrape_configs;
}
