import type { z } from 'zod';
import { gatewayPaths } from '#contracts/gateway.ts';
import type { HostMonitors } from '#ports/monitor-control.ts';
import { type MonitorCall, monitorAnswers } from '#schemas/gateway.ts';
import type { GatewayClient } from './client.ts';

/** The control plane's monitors. Which host it is that tells, the gateway knows by its certificate. */
export function createRemoteMonitors(gateway: GatewayClient): HostMonitors {
  const call = <Answer extends z.ZodType>(answer: Answer, body: MonitorCall) =>
    gateway.post({ path: gatewayPaths.monitors, body, answer, outage: 'temporal-unreachable' });
  return {
    observe: async (service, observation) =>
      (await call(monitorAnswers.observe, { method: 'observe', sent: now(), service, observation })).told,
    ensureHost: async () => (await call(monitorAnswers.ensureHost, { method: 'ensureHost' })).outcome,
    reportHost: async (_host, report) =>
      (await call(monitorAnswers.reportHost, { method: 'reportHost', sent: now(), report })).told,
  };
}

function now(): string {
  return new Date().toISOString();
}
