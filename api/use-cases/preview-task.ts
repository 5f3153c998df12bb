import type { Origin } from '#contracts/operations.ts';
import type { ApiContext, Caller } from '../context.ts';
import { placeInstall } from './place-install.ts';
import { type PlanPreview, shownService } from './plan-preview.ts';
import { previewChange } from './preview-change.ts';
import { previewInstall } from './preview-install.ts';
import { previewRevision } from './preview-revision.ts';
import { readInstanceSettings } from './read-instance-settings.ts';
import type { InstallRequest } from './resolve-install.ts';
import { planHashOf, runPreview } from './run-preview.ts';
import { findService } from './services.ts';
import type { OperationRequest, UninstallRequest } from './task-request.ts';

/** What a request would do. Settings faults are part of the answer, since a form shows them all. Errors: as for opening it. */
export async function previewTask(
  context: ApiContext,
  request: OperationRequest,
  caller: Caller,
): Promise<PlanPreview> {
  const origin: Origin = { correlationId: caller.correlationId, requestedBy: caller.principal };
  switch (request.operation) {
    case 'install':
      return previewOfInstall(context, request, origin);
    case 'uninstall':
      return previewOfUninstall(context, request, origin);
    case 'reconfigure':
    case 'update':
      return previewRevision(context, request, origin);
    default:
      return previewChange(context, request, origin);
  }
}

async function previewOfInstall(
  context: ApiContext,
  request: InstallRequest,
  origin: Origin,
): Promise<PlanPreview> {
  const resolved = await placeInstall(context.ports, request);
  const { stages, faults, notes, edges } = resolved;
  const previewed = await previewInstall(context, resolved, origin);
  const services = resolved.services.map(({ id, definition, host, origin: from, installed }) => ({
    id,
    title: definition.title,
    version: definition.version,
    host,
    origin: from,
    installed,
    requires: [...new Set(edges.filter((edge) => edge.consumer === id).map((edge) => edge.provider))],
  }));
  const operation = stages.flat().length === 1 ? 'install' : 'batch';
  return { operation, services, stages, faults, notes, ...previewed };
}

async function previewOfUninstall(
  context: ApiContext,
  { service: id, purge }: UninstallRequest,
  origin: Origin,
): Promise<PlanPreview> {
  const { services, settings } = context.ports;
  const row = await findService(context.ports, id);
  const edges = await services.edges(id);
  const members = [{ operation: 'uninstall' as const, service: id, host: row.host, purge }];
  const input = { origin, members, services: [row], edges, settings: await readInstanceSettings(settings) };
  const plans = await runPreview(context, input, `preview uninstall ${id}`);
  return {
    operation: 'uninstall',
    hash: planHashOf(plans, [id]),
    services: [shownService(row, edges)],
    stages: [[id]],
    faults: [],
    plans,
    notes: [],
  };
}
