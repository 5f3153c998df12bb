import type { Kysely } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { AlertQuery, AlertRecord } from '#ports/alert-store.ts';
import { toAlert } from './alert-rows.ts';
import type { Tables } from './tables.ts';

/** Newest first. */
export async function listAlerts(
  connection: Kysely<Tables>,
  { limit, state, service }: AlertQuery,
): Promise<readonly AlertRecord[]> {
  let query = connection
    .selectFrom('alerts')
    .selectAll('alerts')
    .select(({ selectFrom }) =>
      jsonArrayFrom(
        selectFrom('alert_deliveries')
          .select(['sink', 'message', 'state', 'detail', 'at'])
          .whereRef('alert_id', '=', 'alerts.id')
          .orderBy('sink')
          .orderBy('message'),
      ).as('deliveries'),
    );
  if (state !== undefined) query = query.where('resolved_at', state === 'open' ? 'is' : 'is not', null);
  if (service !== undefined) query = query.where('service_id', '=', service);
  const rows = await query.orderBy('raised_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(({ deliveries, ...row }) => ({
    alert: toAlert(row),
    // JSON carries Postgres's own form of a time.
    deliveries: deliveries.map(({ at, ...delivery }) => ({ ...delivery, at: new Date(at).toISOString() })),
  }));
}
