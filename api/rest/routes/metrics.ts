import { prometheusTargetsSchema, serviceMetricsSchema, usageListSchema } from '#schemas/api/metrics.ts';
import { idParams, prometheusTargetsQuery } from '#schemas/api/parameters.ts';
import { serviceMetrics, usageOfAll } from '../../use-cases/metrics.ts';
import { prometheusTargets } from '../../use-cases/prometheus-targets.ts';
import { defineRoute } from '../route.ts';

export const metricsRoutes = [
  defineRoute({
    method: 'get',
    path: '/services/{id}/metrics',
    operationId: 'getServiceMetrics',
    tag: 'services',
    summary: 'Show what a service uses',
    description:
      'Processor, memory, network, disk and restarts of each component, now and over the last hour.',
    params: idParams,
    answer: { status: 200, description: 'Its components.', schema: serviceMetricsSchema },
    errors: ['not-found', 'engine-unreachable', 'temporal-unreachable'],
    handle: async ({ ports }, { params, signal }) => ({
      body: await serviceMetrics(ports, params.id, signal),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/metrics',
    operationId: 'getMetrics',
    tag: 'services',
    summary: 'Show what every service uses',
    description: 'As it is now. For Prometheus there is `/metrics` outside of `/api/v1`.',
    answer: { status: 200, description: 'The components of all services.', schema: usageListSchema },
    errors: [],
    handle: async ({ ports }, { signal }) => ({ body: await usageOfAll(ports, signal) }),
  }),
  defineRoute({
    method: 'get',
    path: '/prometheus/targets',
    operationId: 'listPrometheusTargets',
    tag: 'instance',
    summary: 'List what Prometheus is to scrape',
    description:
      'For `http_sd_configs`: the workers of this machine, and the services that expose metrics and are wanted running.',
    query: prometheusTargetsQuery,
    answer: { status: 200, description: 'Targets with labels.', schema: prometheusTargetsSchema },
    errors: [],
    handle: async ({ ports, instance: { host } }, { query: { of, reach } }) => ({
      body: await prometheusTargets(ports, { of, reach, host }),
    }),
  }),
];
