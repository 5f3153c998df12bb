import { DomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import { mayTransition, type ServiceStatus } from '#domain/lifecycle.ts';
import { assertMayOperate, type ChangingOperation, isChanging, statusDuring } from '#domain/operation.ts';
import { hostPatienceSeconds } from '#domain/patience.ts';
import { lookingFor } from '#domain/plan/converge.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { planFor } from '#domain/plan/plan-operation.ts';
import type { RunReference } from '#domain/service.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { CentralActivities, Looking, OperationContext, PlanRequest } from './contract.ts';
import { currentRun, currentTask, runEvent } from './event.ts';
import { type PlanningPorts, planningContext } from './planning-context.ts';
import { eventsOf } from './task-events.ts';

export interface OperationPorts extends PlanningPorts {
  readonly services: ServiceStore;
  readonly events: EventLog;
}

/** See `CentralActivities.openOperation`. */
export function openOperation(ports: OperationPorts): CentralActivities['openOperation'] {
  return async (context) => {
    const planning = await planningContext(context.service, ports);
    const { values } = await ports.settings.read();
    await ports.events.append([opened(context)]);
    return { ...looking(planning), patienceSeconds: hostPatienceSeconds(values) };
  };
}

/** See `CentralActivities.planOperation`. A repeat by the same run finds the row its own and plans anew. */
export function planOperation(ports: OperationPorts): CentralActivities['planOperation'] {
  return async (request) => {
    const planning = { ...(await planningContext(request.service, ports)), observed: request.observed };
    const plan = await computePlan(planning, request, ports.events);
    assertApproved(plan, request.approvedPlan);
    const tookOver = await takeOver(planning, plan, request, ports);
    await ports.events.append([
      runEvent<'task.planned'>(
        request.round === undefined ? 'planned' : `planned/${request.round}`,
        request.origin,
        {
          type: 'task.planned',
          service: request.service,
          data: { plan },
        },
      ),
    ]);
    return { plan, tookOver };
  };
}

export function looking(planning: Omit<PlanningInput, 'observed'>): Looking {
  const { host, id, status } = planning.service;
  return { host, service: id, from: status, ...lookingFor(planning) };
}

function opened({ operation, service, origin }: OperationContext) {
  const { requestedBy, parent } = origin;
  const data = { operation, requestedBy, ...(parent === undefined ? {} : { parent }) };
  return runEvent<'task.opened'>('opened', origin, { type: 'task.opened', service, data });
}

async function computePlan(planning: PlanningInput, request: PlanRequest, events: EventLog): Promise<Plan> {
  const { operation, purge, undoes, happened } = request;
  const seen = happened === undefined ? {} : { happened };
  const wanted = operation !== 'recover' || planning.service.desired === 'running';
  if (wanted && isChanging(operation)) assertFits(operation, planning, currentRun());
  if (undoes === undefined) return planFor(operation, planning, { purge, ...seen });
  return planFor(operation, planning, { purge: false, undoes: await followedBy(undoes, events) });
}

/** The steps of every plan that a task followed, from its events: one that was made anew does not repeat what was done already. */
async function followedBy(task: TaskId, events: EventLog): Promise<Pick<Plan, 'steps'>> {
  const plans: Plan[] = [];
  for await (const event of eventsOf(task, events)) {
    if (event.type === 'task.planned') plans.push(event.data.plan);
  }
  if (plans.length > 0) return { steps: plans.flatMap(({ steps }) => steps) };
  throw new DomainError('not-found', `The plan of ${task} is not in the event log.`);
}

function assertApproved(plan: Plan, approved: string | undefined): void {
  if (approved === undefined || approved === plan.hash) return;
  throw new DomainError(
    'plan-stale',
    `The plan for ${plan.service} is ${plan.hash} now; ${approved} was approved.`,
    {
      data: { plan: plan.hash },
    },
  );
}

/** Marks the row as being worked on by this run; nothing is marked when nothing is to do. */
async function takeOver(
  { service }: PlanningInput,
  plan: Plan,
  request: PlanRequest,
  ports: OperationPorts,
): Promise<boolean> {
  if (plan.steps.length === 0) return false;
  const { operation } = request;
  const to = isChanging(operation) ? statusDuring(operation) : beginning(operation, service.status);
  const run = currentRun();
  await ports.services.transition({
    service: service.id,
    to,
    cause: causeOf(request),
    run,
    release: false,
    event: {
      id: `${run.runId}/began`,
      correlationId: request.origin.correlationId,
      task: currentTask(),
      time: new Date().toISOString(),
    },
  });
  return true;
}

function causeOf({ cause, operation, origin: { parent } }: PlanRequest): string {
  if (cause !== undefined) return `${operation}: ${cause}`;
  return parent === undefined ? `${operation} was asked for` : `asked for by ${parent}`;
}

/** A repeat by the same run finds the row in the state that it gave it. */
function assertFits(operation: ChangingOperation, { service }: PlanningInput, run: RunReference): void {
  const own = service.run?.runId === run.runId && service.status === statusDuring(operation);
  if (!own) assertMayOperate(operation, service.id, service.status);
}

function beginning(operation: 'install' | 'uninstall', status: ServiceStatus): ServiceStatus {
  return operation === 'uninstall' ? 'uninstalling' : installingStatus(status);
}

/** An install converges: what it is called depends on where it starts from. */
function installingStatus(status: ServiceStatus): ServiceStatus {
  const fitting: readonly ServiceStatus[] = ['installing', 'starting', 'updating'];
  return fitting.includes(status)
    ? status
    : (fitting.find((to) => mayTransition(status, to)) ?? 'installing');
}
