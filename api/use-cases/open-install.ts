import type { BatchMember, Origin } from '#contracts/operations.ts';
import { DomainError } from '#domain/errors.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { ServiceDraft } from '#ports/service-store.ts';
import type { TaskRequest } from '#ports/task-engine.ts';
import type { ApiContext } from '../context.ts';
import { makeWay } from './make-way.ts';
import { hostOf, type PlacedInstall, placeInstall } from './place-install.ts';
import { previewInstall } from './preview-install.ts';
import { refuseFaults } from './refuse-faults.ts';
import type { InstallRequest } from './resolve-install.ts';
import { startTask } from './start-task.ts';
import { withdrawing } from './withdrawing.ts';

/** Writes the desired rows of the whole closure in one transaction, then starts the run. `key` names the request. */
export async function openInstall(
  context: ApiContext,
  request: InstallRequest,
  origin: Origin,
  key: string,
): Promise<TaskId> {
  const { ports } = context;
  const resolved = await placeInstall(ports, request);
  refuseFaults(resolved.faults, request.settings);
  const task = taskRequest(request, resolved, origin, key);
  if (task.operation === 'batch') await checkApproval(context, request, resolved, origin);
  // A batch waits for whoever is at work on a member; one alone would be refused.
  if (task.operation === 'install')
    // It joins what is there: its claim refuses what is leaving, at which no recovery is at work.
    await makeWay(context, task.input.service, () => undefined);
  const services = await Promise.all(resolved.services.map((service) => draft(context, service)));
  await ports.services.claimInstall({ id: key, services, edges: resolved.edges });
  return withdrawing(
    context,
    () => ports.services.withdrawClaim(key),
    async () => {
      if (Object.keys(resolved.changes).length > 0) await ports.settings.write(resolved.changes);
      return startTask(context, task);
    },
  );
}

/** Secret settings are sealed here and nowhere else: from here on a value in the clear is in no variable. */
async function draft(
  { ports }: ApiContext,
  service: PlacedInstall['services'][number],
): Promise<ServiceDraft> {
  const { id, definition, host, placement, written, secrets, ports: published, origin } = service;
  const sealed = Object.entries(secrets).map(async ([name, value]) => [name, await ports.sealer.seal(value)]);
  return {
    id,
    definition,
    host,
    ...(placement === undefined ? {} : { placement }),
    settings: written,
    sealed: Object.fromEntries(await Promise.all(sealed)),
    ports: published,
    origin,
  };
}

function taskRequest(
  request: InstallRequest,
  placed: PlacedInstall,
  origin: Origin,
  key: string,
): TaskRequest {
  const { stages } = placed;
  const [only, ...others] = stages.flat();
  if (only !== undefined && others.length === 0) {
    const { approvedPlan } = request;
    const approval = approvedPlan === undefined ? {} : { approvedPlan };
    return {
      operation: 'install',
      input: { service: only, host: hostOf(placed, only), origin, ...approval },
      summary: `install ${only}`,
    };
  }
  const toMember = (service: ServiceId): BatchMember => ({
    operation: 'install',
    service,
    host: hostOf(placed, service),
  });
  return {
    operation: 'batch',
    input: { origin, stages: stages.map((stage) => stage.map(toMember)) },
    // Short enough to read in lists; the claim keeps the whole.
    key: key.slice(0, 16),
    summary: `install ${request.services.map(({ id }) => id).join(', ')}`,
  };
}

/** A batch has no plan of its own: what was approved is compared here, before anything is written. */
async function checkApproval(
  context: ApiContext,
  request: InstallRequest,
  resolved: PlacedInstall,
  origin: Origin,
): Promise<void> {
  if (request.approvedPlan === undefined) return;
  const { hash } = await previewInstall(context, resolved, origin);
  if (hash === request.approvedPlan) return;
  throw new DomainError('plan-stale', 'What would be done is no longer what was approved.', {
    data: { hash: hash ?? '' },
  });
}
