import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { hostWorkflowId, monitorWorkflowId } from '#contracts/ids.ts';
import {
  hostReportSignalName,
  observationSignalName,
  reviewSignalName,
  stopSignalName,
} from '#contracts/messages.ts';
import { centralQueue } from '#contracts/queues.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { TemporalClient } from './connection.ts';

const runningMonitors = "WorkflowType = 'serviceMonitor' AND ExecutionStatus = 'Running'";

/** Monitors and supervisions as Temporal workflows, one open run each. */
export function createMonitorControl(temporal: TemporalClient): MonitorControl {
  return {
    ensureMonitor: (service, host) =>
      ensure(temporal, 'serviceMonitor', monitorWorkflowId(service), { service, host }, `watch ${service}`),
    stopMonitor: async (service) =>
      (await signal(temporal, monitorWorkflowId(service), stopSignalName)) ? 'stopped' : 'absent',
    countMonitors: async () =>
      (await temporal.call((client) => client.workflow.count(runningMonitors))).count,
    review: (service) => signal(temporal, monitorWorkflowId(service), reviewSignalName),
    observe: (service, observation) =>
      signal(temporal, monitorWorkflowId(service), observationSignalName, observation),
    ensureHost: (host) =>
      ensure(temporal, 'hostSupervision', hostWorkflowId(host), { host }, `supervise host ${host}`),
    stopHost: async (host) => ((await cancel(temporal, hostWorkflowId(host))) ? 'stopped' : 'absent'),
    reportHost: (host, report) => signal(temporal, hostWorkflowId(host), hostReportSignalName, report),
  };
}

async function ensure(
  temporal: TemporalClient,
  type: string,
  workflowId: string,
  input: object,
  staticSummary: string,
): Promise<'started' | 'present'> {
  try {
    await temporal.call((client) =>
      client.workflow.start(type, {
        workflowId,
        taskQueue: centralQueue,
        args: [input],
        workflowIdConflictPolicy: 'FAIL',
        staticSummary,
      }),
    );
    return 'started';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'present';
    throw error;
  }
}

async function cancel(temporal: TemporalClient, workflowId: string): Promise<boolean> {
  try {
    await temporal.call((client) => client.workflow.getHandle(workflowId).cancel());
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** A plain signal: it must not bring to life what was stopped on purpose. */
async function signal(
  temporal: TemporalClient,
  workflowId: string,
  name: string,
  ...args: readonly unknown[]
): Promise<boolean> {
  try {
    await temporal.call((client) => client.workflow.getHandle(workflowId).signal(name, ...args));
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
