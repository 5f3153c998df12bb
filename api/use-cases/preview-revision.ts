import type { Origin } from '#contracts/operations.ts';
import { assertMayOperate, rowOnceRecovered } from '#domain/operation.ts';
import type { Service } from '#domain/service.ts';
import { without } from '#domain/service-change.ts';
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
    ports: published = row.ports,
  } = await resolveRevision(ports, row, request);
  const sealed = Object.fromEntries(Object.keys(secrets).map((name) => [name, '']));
  const pretended: Service = {
    ...row,
    definition,
    ports: published,
    settings: { ...row.settings, ...settings },
    sealed: { ...row.sealed, ...sealed },
    previous: { settings: row.settings, definition: row.definition, ports: row.ports },
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
    notes: portNotes(row, pretended),
  };
}

/** A person should know before the plan runs what others on the host will find taken, or free. */
function portNotes({ id, ports: before }: Service, { ports: after }: Service): readonly string[] {
  return [
    ...without(after, before).map(
      ({ container, protocol, host }) =>
        `${id} publishes ${container}/${protocol} at port ${host} of the host`,
    ),
    ...without(before, after).map(
      ({ protocol, host }) => `${id} gives up port ${host}/${protocol} of the host`,
    ),
  ];
}
