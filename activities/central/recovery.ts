import type { NewEvent } from '#contracts/events.ts';
import { monitorWorkflowId } from '#contracts/ids.ts';
import type { BusyAnswer } from '#domain/busy.ts';
import type { ServiceId } from '#domain/ids.ts';
import { type Decision, decide, type Situation } from '#domain/recovery/decide.ts';
import { takeOutcome } from '#domain/recovery/outcomes.ts';
import type { Recovery, Step } from '#domain/recovery/recovery.ts';
import { takeDoubt, takeWord } from '#domain/recovery/words.ts';
import type { Service } from '#domain/service.ts';
import type { KeptRecovery, RecoveryStore } from '#ports/recovery-store.ts';
import type { ReportOutcome, ServiceStore } from '#ports/service-store.ts';
import type { CentralActivities, MonitorLook, Verdict } from './contract.ts';
import { currentRun } from './event.ts';
import { stateOfAlerts } from './recovery-alerts.ts';
import { isWell, readSituation, type SituationPorts } from './recovery-situation.ts';

export interface RecoveryPorts extends SituationPorts {
  readonly services: Pick<ServiceStore, 'get' | 'edges' | 'report'>;
  readonly recoveries: RecoveryStore;
}

const rest: Verdict = { move: { do: 'rest' }, wake: [], alerts: [] };

/** See `CentralActivities.reportHealth`. */
export function reportHealth(ports: RecoveryPorts): CentralActivities['reportHealth'] {
  return async ({ observation, ...look }) => {
    const { at, health, cause } = observation;
    const reported = await report(look, { at, health, cause }, ports.services);
    if (reported.outcome === 'absent') return rest;
    if (reported.outcome === 'owned') return { ...rest, move: { do: 'stand-aside' }, untold: true };
    const { service, outcome } = reported;
    return advance(service, look, ports, (recovery) =>
      outcome === 'outdated'
        ? { recovery: isWell(service) ? takeDoubt(recovery, observation, look.now) : recovery, notes: [] }
        : takeWord(recovery, observation, look.now, service.definition.health.startSeconds),
    );
  };
}

/** See `CentralActivities.reviewRecovery`. */
export function reviewRecovery(ports: RecoveryPorts): CentralActivities['reviewRecovery'] {
  return async ({ tried, busy, ...look }) => {
    const service = await asItIs(look, ports);
    if (service === undefined) return rest;
    const take: Take = (recovery, { down }) => {
      if (tried === undefined) return { recovery, notes: [] };
      const circumstances = { excused: down.length > 0, wellByNow: isWell(service) };
      return takeOutcome(recovery, tried, look.now, circumstances);
    };
    return advance(service, look, ports, take, busy);
  };
}

/** An attempt that was cancelled leaves its service running in name; that it is not well was said before. */
async function asItIs(look: MonitorLook, ports: RecoveryPorts): Promise<Service | undefined> {
  const row = await ports.services.get(look.service);
  if (row?.status !== 'running' || row.health !== 'unhealthy') return row;
  const { recovery } = await ports.recoveries.get(look.service);
  const cause = recovery.trouble?.cause ?? 'it is not well';
  const reported = await report(look, { health: 'unhealthy', cause }, ports.services);
  return reported.outcome === 'absent' ? undefined : reported.service;
}

async function report(
  { service, key, now }: MonitorLook,
  seen: Pick<Parameters<ServiceStore['report']>[0], 'at' | 'health' | 'cause'>,
  services: Pick<ServiceStore, 'report'>,
): Promise<ReportOutcome> {
  const { runId, workflowId } = currentRun();
  const event = { id: `${runId}/${key}`, correlationId: workflowId, time: now };
  return services.report({ service, ...seen, event });
}

type Take = (recovery: Recovery, situation: Situation) => Step;

/** Takes something in, unless an earlier try of this look has done so, decides, and keeps what must be remembered. */
async function advance(
  service: Service,
  look: MonitorLook,
  ports: RecoveryPorts,
  take: Take,
  busy?: BusyAnswer,
): Promise<Verdict> {
  const kept = await ports.recoveries.get(service.id);
  const calm = kept.recovery.trouble === undefined && isWell(service);
  const situation = await readSituation(service, calm, look.now, ports, busy);
  const name = `${currentRun().runId}/${look.key}`;
  const taken =
    kept.applied === name ? { recovery: kept.recovery, notes: [] } : take(kept.recovery, situation);
  const doubted = calm && taken.recovery.trouble !== undefined;
  const around = doubted ? await readSituation(service, false, look.now, ports, busy) : situation;
  const decided = decide(taken.recovery, around, look.now);
  const decision = { ...decided, notes: [...taken.notes, ...decided.notes] };
  const correlationId = correlationOf(service.id, decision.recovery.trouble ?? kept.recovery.trouble);
  await keep(service.id, kept, name, decision, eventsOf(service.id, look, decision, correlationId), ports);
  return verdict(service, decision, correlationId, ports);
}

async function keep(
  service: ServiceId,
  kept: KeptRecovery,
  applied: string,
  { recovery }: Decision,
  events: readonly NewEvent[],
  { recoveries }: RecoveryPorts,
): Promise<void> {
  const changed = JSON.stringify(recovery) !== JSON.stringify(kept.recovery);
  if (!changed && events.length === 0) return;
  await recoveries.save(service, { recovery, applied, revision: kept.revision }, events);
}

async function verdict(
  service: Service,
  { move, recovery }: Decision,
  correlationId: string,
  { recoveries }: RecoveryPorts,
): Promise<Verdict> {
  const alerts = stateOfAlerts(service, recovery);
  const engine = wantedOfEngine(service, recovery);
  if (move.do === 'attempt')
    return { move: { ...move, host: service.host, correlationId }, wake: [], alerts, ...engine };
  const { busy } = service.definition;
  if (move.do === 'ask') {
    const next =
      busy === undefined ? { do: 'rest' as const } : { do: move.do, host: service.host, probe: busy };
    return { move: next, wake: [], alerts, ...engine };
  }
  const wake = isWell(service) ? await recoveries.waitingFor(service.id) : [];
  return { move, wake, alerts, ...engine };
}

/** By what is kept alone, so that it is said again when an answer was lost. A breaker that opened has left an alert on record. */
function wantedOfEngine(service: Service, recovery: Recovery): Pick<Verdict, 'rests' | 'keeps'> {
  const { openedAt, trouble, wellSince, alerts } = recovery;
  if (openedAt !== undefined) return trouble === undefined ? {} : { rests: service.host };
  const calm = trouble === undefined && wellSince === undefined && service.desired === 'running';
  return calm && isWell(service) && Object.keys(alerts).length > 0 ? { keeps: service.host } : {};
}

function eventsOf(
  service: ServiceId,
  { key, now }: MonitorLook,
  { notes }: Decision,
  correlationId: string,
): readonly NewEvent[] {
  const { runId } = currentRun();
  return notes.map((data) => ({
    id: `${runId}/${key}/${data.phase}`,
    type: 'service.recovery',
    time: now,
    correlationId,
    service,
    data,
  }));
}

/** All that is done about one trouble has one name. */
function correlationOf(service: ServiceId, trouble: Recovery['trouble']): string {
  if (trouble === undefined) return monitorWorkflowId(service);
  return `recovery-${service}-${Date.parse(trouble.since)}`;
}
