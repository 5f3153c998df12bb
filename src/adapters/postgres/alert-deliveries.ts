import { type Kysely, sql } from 'kysely';
import type { DeliveryRoute } from '#contracts/alerts.ts';
import type { SinkName } from '#domain/alert.ts';
import type { AlertStore, Delivery, RouteQuery, Settlement } from '#ports/alert-store.ts';
import { toAlert } from './alert-rows.ts';
import type { Tables } from './tables.ts';

export async function enlist(
  connection: Kysely<Tables>,
  sinks: readonly SinkName[],
  { at, revision }: Parameters<AlertStore['enlist']>[1],
): Promise<void> {
  if (sinks.length === 0) return;
  await sql`
    insert into alert_deliveries (alert_id, sink, message, state, detail, at)
    select alerts.id, sink, 'raised', 'due', '', ${at}::timestamptz
    from alerts cross join unnest(${[...sinks]}::text[]) as sink
    where alerts.resolved_at is null
    on conflict (alert_id, sink, message) do update set state = 'due', detail = '', at = excluded.at
      where alert_deliveries.state in ('failed', 'skipped')
        and alert_deliveries.settings_revision <> ${revision}`.execute(connection);
}

export async function routes(
  connection: Kysely<Tables>,
  { service, name, repeating = [] }: RouteQuery,
): Promise<readonly DeliveryRoute[]> {
  let query = deliveries(connection)
    .select(['alerts.service_id as service', 'alerts.name', 'alert_deliveries.sink'])
    .distinct()
    .where(({ and, eb, or }) =>
      or([
        eb('alert_deliveries.state', '=', 'due'),
        and([
          eb('alerts.resolved_at', 'is', null),
          eb('alert_deliveries.state', '=', 'delivered'),
          eb('alert_deliveries.sink', '=', sql<SinkName>`any(${[...repeating]}::text[])`),
        ]),
      ]),
    );
  if (service !== undefined) query = query.where('alerts.service_id', '=', service);
  if (name !== undefined) query = query.where('alerts.name', '=', name);
  return query.orderBy('service').orderBy('alerts.name').orderBy('alert_deliveries.sink').execute();
}

/** The due ones first, the oldest alert's before a later one's, and `raised` before `resolved`. */
export async function nextDelivery(
  connection: Kysely<Tables>,
  { service, name, sink }: DeliveryRoute,
): Promise<Delivery | undefined> {
  const row = await deliveries(connection)
    .selectAll('alerts')
    .select(['alert_deliveries.message', 'alert_deliveries.state', 'alert_deliveries.at'])
    .where('alerts.service_id', '=', service)
    .where('alerts.name', '=', name)
    .where('alert_deliveries.sink', '=', sink)
    .where(({ and, eb, or }) =>
      or([
        eb('alert_deliveries.state', '=', 'due'),
        and([eb('alert_deliveries.state', '=', 'delivered'), eb('alerts.resolved_at', 'is', null)]),
      ]),
    )
    .orderBy(({ eb }) => eb('alert_deliveries.state', '=', 'due'), 'desc')
    .orderBy('alerts.raised_at')
    .orderBy('alerts.id')
    .orderBy('alert_deliveries.message')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { alert: toAlert(row), message: row.message, state: row.state, at: row.at.toISOString() };
}

export async function settle(
  connection: Kysely<Tables>,
  { alert, sink, message, state, detail, at, revision }: Settlement,
): Promise<void> {
  await connection
    .updateTable('alert_deliveries')
    .set({ state, detail, at, settings_revision: revision })
    .where('alert_id', '=', alert)
    .where('sink', '=', sink)
    .where('message', '=', message)
    .execute();
}

function deliveries(connection: Kysely<Tables>) {
  return connection
    .selectFrom('alert_deliveries')
    .innerJoin('alerts', 'alerts.id', 'alert_deliveries.alert_id');
}
