import { alertRaised, alertResolved, type DeliveryRoute } from '#contracts/alerts.ts';
import type { Alert, SinkName } from '#domain/alert.ts';
import type {
  AlertQuery,
  AlertStore,
  Delivery,
  DeliveryRecord,
  Raising,
  Resolving,
  RouteQuery,
  Settlement,
  SwitchedOff,
} from '#ports/alert-store.ts';
import { createAvailability, type Outage } from './availability.ts';
import { copy } from './copy.ts';
import { createMemoryEventLog, type MemoryEventLog } from './event-log.ts';

export interface MemoryAlertStore extends AlertStore {
  /** Where alerts log their events. */
  readonly events: MemoryEventLog;
  readonly outage: Outage;
}

type Settled = DeliveryRecord & { readonly revision?: number };

interface Row {
  alert: Alert;
  deliveries: readonly Settled[];
}

interface State {
  /** Oldest first. */
  readonly rows: Row[];
  readonly events: MemoryEventLog;
}

export interface MemoryAlertRetention {
  readonly retentionCount: number;
  readonly retentionAgeMs: number;
}

/** The alert store in memory. */
export function createMemoryAlertStore(
  events: MemoryEventLog = createMemoryEventLog(),
  retention: MemoryAlertRetention = { retentionCount: 2000, retentionAgeMs: 1e12 },
): MemoryAlertStore {
  const availability = createAvailability('database-unreachable', 'The memory alert store');
  const state: State = { rows: [], events };
  const off = new Map<SinkName, SwitchedOff>();
  const call = <Result>(work: () => Result) => availability.call(() => copy(work()));
  return {
    events,
    outage: availability,
    raise: (raising) => call(() => raise(state, raising)),
    resolve: (resolving) => call(() => resolve(state, resolving)),
    list: (query) => call(() => list(state, query)),
    enlist: (sinks, now) => call(() => enlist(state, sinks, now)),
    routes: (query = {}) => call(() => routes(state, query)),
    nextDelivery: (route) => call(() => nextDelivery(state, route)),
    settle: (settlement) => call(() => settle(state, settlement)),
    switchOff: (sink, given) => call(() => void off.set(sink, given)),
    switchedOff: (sink) => call(() => off.get(sink)),
    prune: () => call(() => prune(state, retention)),
  };
}

function raise({ rows, events }: State, { sinks, event, ...given }: Raising): void {
  const { id, service, name } = given;
  if (rows.some(({ alert }) => alert.id === id || isOpenFor(alert, service, name))) return;
  const alert = { ...given, raisedAt: event.time };
  rows.push({ alert, deliveries: sinks.map((sink) => due(sink, 'raised', event.time)).toSorted(byPlace) });
  events.appendNow([alertRaised(alert, event)]);
}

function resolve({ rows, events }: State, { service, name, event }: Resolving): void {
  const row = rows.find(({ alert }) => isOpenFor(alert, service, name));
  if (row === undefined || events.has(event.id)) return;
  events.appendNow([alertResolved(row.alert, event)]);
  row.alert = { ...row.alert, resolvedAt: event.time };
  const added = row.deliveries.map(({ sink }) => due(sink, 'resolved', event.time));
  row.deliveries = [...row.deliveries, ...added].toSorted(byPlace);
}

function list({ rows }: State, { limit, state, service }: AlertQuery) {
  return rows
    .filter(({ alert }) => service === undefined || alert.service === service)
    .filter(({ alert }) => state === undefined || (state === 'open') === (alert.resolvedAt === undefined))
    .toSorted((one, other) => (one.alert.raisedAt < other.alert.raisedAt ? 1 : -1))
    .slice(0, limit)
    .map(({ alert, deliveries }) => ({
      alert,
      deliveries: deliveries.map(({ revision: _, ...delivery }) => delivery),
    }));
}

function enlist(
  { rows }: State,
  sinks: readonly SinkName[],
  { at, revision }: Parameters<AlertStore['enlist']>[1],
): void {
  for (const row of rows.filter(({ alert }) => alert.resolvedAt === undefined)) {
    const isOver = ({ state, revision: settled }: Settled) =>
      (state === 'skipped' || state === 'failed') && settled !== revision;
    const kept = row.deliveries.filter((delivery) => !(isOver(delivery) && sinks.includes(delivery.sink)));
    const lacking = sinks.filter((name) => !kept.some(({ sink }) => sink === name));
    row.deliveries = [...kept, ...lacking.map((sink) => due(sink, 'raised', at))].toSorted(byPlace);
  }
}

function routes({ rows }: State, { service, name, repeating = [] }: RouteQuery): readonly DeliveryRoute[] {
  const found = rows.flatMap(({ alert, deliveries }) =>
    deliveries
      .filter(
        ({ sink, state }) =>
          state === 'due' ||
          (state === 'delivered' && alert.resolvedAt === undefined && repeating.includes(sink)),
      )
      .map(({ sink }) => ({ service: alert.service, name: alert.name, sink }))
      .filter((route) => service === undefined || route.service === service)
      .filter((route) => name === undefined || route.name === name),
  );
  const unique = new Map(found.map((route) => [`${route.service} ${route.name} ${route.sink}`, route]));
  return [...unique].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, route]) => route);
}

function nextDelivery({ rows }: State, { service, name, sink }: DeliveryRoute): Delivery | undefined {
  const known = rows
    .filter(({ alert }) => alert.service === service && alert.name === name)
    .flatMap(({ alert, deliveries }) =>
      deliveries
        .filter((delivery) => delivery.sink === sink)
        .map(({ message, state, at }) => ({ alert, message, state, at })),
    );
  return (
    known.find(({ state }) => state === 'due') ??
    known.find(({ alert, state }) => state === 'delivered' && alert.resolvedAt === undefined)
  );
}

function settle({ rows }: State, { alert: id, sink, message, ...settled }: Settlement): void {
  const row = rows.find(({ alert }) => alert.id === id);
  if (row === undefined) return;
  row.deliveries = row.deliveries.map((delivery) =>
    delivery.sink === sink && delivery.message === message ? { ...delivery, ...settled } : delivery,
  );
}

function prune({ rows }: State, { retentionCount, retentionAgeMs }: MemoryAlertRetention): number {
  const since = Date.now() - retentionAgeMs;
  const resolved = rows
    .filter(({ alert }) => alert.resolvedAt !== undefined)
    .toSorted((one, other) => ((one.alert.resolvedAt ?? '') < (other.alert.resolvedAt ?? '') ? 1 : -1));
  const old = resolved.filter(
    ({ alert }, place) => place >= retentionCount || Date.parse(alert.resolvedAt ?? '') < since,
  );
  for (const row of old) rows.splice(rows.indexOf(row), 1);
  return old.length;
}

function isOpenFor(alert: Alert, service: Alert['service'], name: Alert['name']): boolean {
  return alert.service === service && alert.name === name && alert.resolvedAt === undefined;
}

function due(sink: SinkName, message: 'raised' | 'resolved', at: string): DeliveryRecord {
  return { sink, message, state: 'due', detail: '', at };
}

function byPlace(one: DeliveryRecord, other: DeliveryRecord): number {
  return `${one.sink} ${one.message}` < `${other.sink} ${other.message}` ? -1 : 1;
}
