import { toFailure } from '../failures.ts';
import { heartbeating } from '../heartbeat.ts';
import { type AlertPorts, raiseAlert, resolveAlert } from './alerts.ts';
import { closeBatch, closeOperation, openBatch, recordChild } from './close-operation.ts';
import type { CentralActivities } from './contract.ts';
import { awaitService, type DependencyPorts, releaseDependencies } from './dependencies.ts';
import { type OperationPorts, openOperation, planOperation } from './plan-operation.ts';
import { type PostPorts, postAlert } from './post-alert.ts';
import { openPreview, planPreview } from './preview.ts';
import { type RecoveryPorts, reportHealth, reviewRecovery } from './recovery.ts';
import { type ReportPorts, reportHost } from './reports.ts';

export type CentralPorts = OperationPorts &
  DependencyPorts &
  RecoveryPorts &
  ReportPorts &
  AlertPorts &
  PostPorts;

/** Activities of the central queue, besides steps. */
export function createCentralActivities(ports: CentralPorts): CentralActivities {
  return {
    openOperation: failing(openOperation(ports)),
    planOperation: failing(planOperation(ports)),
    closeOperation: failing(closeOperation(ports)),
    recordChild: failing(recordChild(ports)),
    openBatch: failing(openBatch(ports)),
    closeBatch: failing(closeBatch(ports)),
    openPreview: failing(openPreview(ports)),
    planPreview: failing(planPreview(ports)),
    reportHealth: failing(reportHealth(ports)),
    reviewRecovery: failing(reviewRecovery(ports)),
    reportHost: failing(reportHost(ports)),
    raiseAlert: failing(raiseAlert(ports)),
    resolveAlert: failing(resolveAlert(ports)),
    postAlert: failing(postAlert(ports)),
    awaitService: failing(awaitService(ports)),
    releaseDependencies: failing(releaseDependencies(ports)),
  };
}

/** Turns errors into failures with a stable code, and heartbeats, so that the death of a worker costs seconds. */
export function failing<Arguments extends readonly unknown[], Result>(
  activity: (...args: Arguments) => Promise<Result>,
): (...args: Arguments) => Promise<Result> {
  return async (...args) => {
    try {
      return await heartbeating(() => activity(...args));
    } catch (error) {
      throw toFailure(error);
    }
  };
}
