import { sql, type Transaction } from 'kysely';
import { alertRaised, alertResolved } from '#contracts/alerts.ts';
import type { Alert } from '#domain/alert.ts';
import type { Raising, Resolving } from '#ports/alert-store.ts';
import { toAlert } from './alert-rows.ts';
import { appendEvents } from './append-events.ts';
import type { Tables } from './tables.ts';

/** Two that raise the same at once wait for each other at the unique index, and the second finds the first's. */
export async function raise(transaction: Transaction<Tables>, raising: Raising): Promise<void> {
  const { id, service, name, severity, summary, description, sinks, event } = raising;
  const raised = await transaction
    .insertInto('alerts')
    .values({ id, service_id: service, name, severity, summary, description, raised_at: event.time })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (raised === undefined) return;
  const due = { alert_id: id, message: 'raised', state: 'due', detail: '', at: event.time } as const;
  if (sinks.length > 0) {
    await transaction
      .insertInto('alert_deliveries')
      .values(sinks.map((sink) => ({ ...due, sink })))
      .execute();
  }
  await appendEvents(transaction, [alertRaised(toAlert(raised), event)]);
}

/** The open alert is locked first, so that the check of the event and the change are one. */
export async function resolve(
  transaction: Transaction<Tables>,
  { service, name, event }: Resolving,
): Promise<void> {
  const open = await openAlert(transaction, service, name);
  if (open === undefined || (await isLogged(transaction, event.id))) return;
  await transaction
    .updateTable('alerts')
    .set({ resolved_at: event.time })
    .where('id', '=', open.id)
    .execute();
  await makeResolutionDue(transaction, open.id, event.time);
  await appendEvents(transaction, [alertResolved(open, event)]);
}

async function openAlert(
  transaction: Transaction<Tables>,
  service: Alert['service'],
  name: Alert['name'],
): Promise<Alert | undefined> {
  const row = await transaction
    .selectFrom('alerts')
    .selectAll()
    .where('service_id', '=', service)
    .where('name', '=', name)
    .where('resolved_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : toAlert(row);
}

async function isLogged(transaction: Transaction<Tables>, event: string): Promise<boolean> {
  const row = await transaction.selectFrom('events').select('id').where('id', '=', event).executeTakeFirst();
  return row !== undefined;
}

async function makeResolutionDue(transaction: Transaction<Tables>, alert: string, at: string): Promise<void> {
  await sql`
    insert into alert_deliveries (alert_id, sink, message, state, detail, at)
    select alert_id, sink, 'resolved', 'due', '', ${at}::timestamptz
    from alert_deliveries where alert_id = ${alert} and message = 'raised'`.execute(transaction);
}
