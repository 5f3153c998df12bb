import type { Origin } from '#contracts/operations.ts';
import type { ServiceId } from '#domain/ids.ts';
import { claimed, reachOf } from '#domain/reach.ts';
import type { Service } from '#domain/service.ts';
import type { ApiContext } from '../context.ts';
import { orderOf } from './open-operation.ts';
import type { PlanPreview } from './preview-task.ts';
import { readInstanceSettings } from './read-instance-settings.ts';
import { planHashOf, runPreview } from './run-preview.ts';
import type { ChangeRequest } from './task-request.ts';

/** What a start, stop or restart would do, to the service and to all that goes along. Errors: as for opening it. */
export async function previewChange(
  context: ApiContext,
  request: ChangeRequest,
  origin: Origin,
): Promise<PlanPreview> {
  const { services, settings } = context.ports;
  const { operation, cascade = false } = request;
  const [all, edges] = await Promise.all([services.list(), services.edges()]);
  const rows = new Map(all.map((row) => [row.id, row]));
  const reached = reachOf({ ...request, cascade }, rows, edges).flatMap((id) => rows.get(id) ?? []);
  const stages = orderOf(operation, { services: reached, edges });
  const staged = stages.flat();
  const pretended = reached.map((row) => claimed(row, request));
  const members = reached.map(({ id, host }) => ({ operation, service: id, host }));
  const input = {
    origin,
    members,
    services: pretended,
    edges,
    settings: await readInstanceSettings(settings),
  };
  const plans = await runPreview(context, input, `preview ${operation} ${request.service}`);
  return {
    operation: reached.length === 1 ? operation : 'batch',
    hash: planHashOf(plans, staged),
    services: reached.map((row) => shown(row, edges)),
    stages,
    faults: [],
    plans,
    notes: [],
  };
}

function shown(
  { id, definition, origin }: Service,
  edges: readonly { readonly consumer: ServiceId; readonly provider: ServiceId }[],
) {
  const requires = edges.filter(({ consumer }) => consumer === id).map(({ provider }) => provider);
  const { title, version } = definition;
  return { id, title, version, origin, installed: true, requires: [...new Set(requires)] };
}
