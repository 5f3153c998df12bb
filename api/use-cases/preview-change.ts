import type { Origin } from '#contracts/operations.ts';
import { rowOnceRecovered } from '#domain/operation.ts';
import { claimed, reachOf } from '#domain/reach.ts';
import type { ApiContext } from '../context.ts';
import { orderOf } from './open-operation.ts';
import { type PlanPreview, shownService } from './plan-preview.ts';
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
  const rows = new Map(all.map((row) => [row.id, rowOnceRecovered(row, operation)]));
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
    services: reached.map((row) => shownService(row, edges)),
    stages,
    faults: [],
    plans,
    notes: [],
  };
}
