import type { Transaction } from 'kysely';
import { isTransient } from '#domain/lifecycle.ts';
import { required } from '#domain/reach.ts';
import type { Service } from '#domain/service.ts';
import type { HealthReport, ReportOutcome, Transition } from '#ports/service-store.ts';
import { appendEvents } from './append-events.ts';
import { lockService, releaseHoldings, releasePorts, requiredBy, updateService } from './service-rows.ts';
import {
  decideReport,
  decideTransition,
  hasBegun,
  leavesUnclaimed,
  missing,
  type OwnedService,
  serviceChanged,
} from './service-rules.ts';
import type { Tables } from './tables.ts';

/** Row, what depends on it and the event, in one transaction under the row's lock. */
export async function transition(transaction: Transaction<Tables>, change: Transition): Promise<Service> {
  const found = await lockService(transaction, change.service);
  if (found === undefined) throw missing(change.service);
  if (await isLogged(transaction, change.event.id)) return found.service;
  const decision = decideTransition(found, change);
  if (decision === undefined) return found.service;
  if (leavesUnclaimed(found.service, change)) await assertUnrequired(transaction, change);
  await save(transaction, found.service, decision.next);
  const { service } = decision.next;
  if (decision.visible) await appendEvents(transaction, [serviceChanged(service, change)]);
  return service;
}

/** The row and its event, in one transaction under the row's lock. */
export async function report(transaction: Transaction<Tables>, change: HealthReport): Promise<ReportOutcome> {
  const found = await lockService(transaction, change.service);
  if (found === undefined) return { outcome: 'absent' };
  if (await isLogged(transaction, change.event.id)) return { outcome: 'taken', service: found.service };
  const decision = decideReport(found, change);
  if (decision.outcome !== 'taken' || decision.service === found.service) return decision;
  const { status, health, since, revision } = decision.service;
  await updateService(transaction, change.service, { status, health, since, revision });
  await appendEvents(transaction, [serviceChanged(decision.service, change)]);
  return decision;
}

async function isLogged(transaction: Transaction<Tables>, event: string): Promise<boolean> {
  const row = await transaction.selectFrom('events').select('id').where('id', '=', event).executeTakeFirst();
  return row !== undefined;
}

async function assertUnrequired(transaction: Transaction<Tables>, { service }: Transition): Promise<void> {
  const consumers = await requiredBy(transaction, service);
  if (consumers.length > 0) throw required(service, consumers);
}

async function save(
  transaction: Transaction<Tables>,
  before: Service,
  { service, held, releasedAt }: OwnedService,
): Promise<void> {
  const begun = before.status !== service.status && isTransient(service.status);
  if (begun) await settleClaims(transaction, service);
  if (service.status === 'absent') await releaseHoldings(transaction, service.id);
  else await releasePorts(transaction, before, service);
  await updateService(transaction, service.id, {
    status: service.status,
    desired: service.desired,
    health: service.health,
    since: service.since,
    settings: JSON.stringify(service.settings),
    definition: JSON.stringify(service.definition),
    category: service.definition.category,
    previous: service.previous === undefined ? null : JSON.stringify(service.previous),
    sealed: JSON.stringify(service.sealed),
    links: JSON.stringify(service.links),
    revision: service.revision,
    workflow_id: service.run?.workflowId ?? null,
    run_id: service.run?.runId ?? null,
    held,
    released_at: releasedAt ?? null,
    ...(hasBegun(service) ? { desired_before: null } : {}),
  });
}

/** A run is at work now: what its service's claims made is no longer theirs to take back. */
async function settleClaims(transaction: Transaction<Tables>, { id }: Service): Promise<void> {
  await transaction.deleteFrom('service_claims').where('service_id', '=', id).execute();
  await transaction.updateTable('requires_edges').set({ claims: [] }).where('consumer', '=', id).execute();
}
