import type { AlertStore } from '#ports/alert-store.ts';
import { enlist, nextDelivery, routes, settle } from './alert-deliveries.ts';
import { raise, resolve } from './alert-events.ts';
import { listAlerts } from './alert-list.ts';
import { type AlertRetention, pruneAlerts } from './alert-prune.ts';
import { switchedOff, switchOff } from './alert-sinks.ts';
import type { Database } from './database.ts';

/** Alerts and their deliveries, in Postgres. */
export function createAlertStore(database: Database, retention: Partial<AlertRetention> = {}): AlertStore {
  return {
    raise: (raising) => database.transaction((transaction) => raise(transaction, raising)),
    resolve: (resolving) => database.transaction((transaction) => resolve(transaction, resolving)),
    list: (query) => database.query((connection) => listAlerts(connection, query)),
    enlist: (sinks, now) => database.query((connection) => enlist(connection, sinks, now)),
    routes: (query = {}) => database.query((connection) => routes(connection, query)),
    nextDelivery: (route) => database.query((connection) => nextDelivery(connection, route)),
    settle: (settlement) => database.query((connection) => settle(connection, settlement)),
    switchOff: (sink, off) => database.query((connection) => switchOff(connection, sink, off)),
    switchedOff: (sink) => database.query((connection) => switchedOff(connection, sink)),
    prune: () => pruneAlerts(database, { ...defaultRetention, ...retention }),
  };
}

/** A few megabytes at most. */
const defaultRetention: AlertRetention = { retentionCount: 2000, retentionAgeMs: 90 * 24 * 3_600_000 };
