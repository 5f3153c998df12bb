import type { Origin } from '#contracts/operations.ts';
import { assertMayOperate, rowOnceRecovered } from '#domain/operation.ts';
import type { Service } from '#domain/service.ts';
import type { ApiContext } from '../context.ts';
import { runningMembers } from './open-revision.ts';
import { type PlanPreview, shownService } from './plan-preview.ts';
import { readInstanceSettings } from './read-instance-settings.ts';
import { resolveRevision } from './resolve-revision.ts';
import { planHashOf, runPreview } from './run-preview.ts';
import { findService } from './services.ts';
import type { ReconfigureRequest, UpdateRequest } from './task-request.ts';

/** What a change of settings or version would do. Errors: as for opening it. */
export async function previewRevision(
  context: ApiContext,
  request: ReconfigureRequest | UpdateRequest,
  origin: Origin,
): Promise<PlanPreview> {
  const { ports } = context;
  const { operation } = request;
  const row = rowOnceRecovered(await findService(ports, request.service), operation);
  assertMayOperate(operation, row.id, row.status);
  const {
    settings = {},
    secrets = {},
    definition = row.definition,
  } = await resolveRevision(ports, row, request);
  const sealed = Object.fromEntries(Object.keys(secrets).map((name) => [name, '']));
  const pretended: Service = {
    ...row,
    definition,
    settings: { ...row.settings, ...settings },
    sealed: { ...row.sealed, ...sealed },
    previous: { settings: row.settings, definition: row.definition },
  };
  const members = await runningMembers(context, row.id);
  const edges = await ports.services.edges();
  const plans = await runPreview(
    context,
    {
      origin,
      members: [
        { operation, service: row.id, host: row.host },
        ...members.map(({ id, host }) => ({ operation: 'restart' as const, service: id, host })),
      ],
      services: [pretended],
      edges,
      settings: await readInstanceSettings(ports.settings),
    },
    `preview ${operation} ${row.id}`,
  );
  const stages = [[row.id], members.map(({ id }) => id)].filter(({ length }) => length > 0);
  return {
    operation: members.length === 0 ? operation : 'batch',
    hash: planHashOf(plans, stages.flat()),
    services: [pretended, ...members].map((one) => shownService(one, edges)),
    stages,
    faults: [],
    plans,
    notes: [],
  };
}
