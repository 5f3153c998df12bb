import type { z } from 'zod';
import { sinkAddress, sinkNames } from '#domain/alert.ts';
import type { AlertQuery, AlertRecord } from '#ports/alert-store.ts';
import type { alertListSchema, alertSchema } from '#schemas/api/alert.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';

export type AlertView = Answerable<z.output<typeof alertSchema>>;
export type SinkView = Answerable<z.output<typeof alertListSchema>>['sinks'][number];

/** Newest first. */
export async function listAlerts(
  { alerts }: Pick<Ports, 'alerts'>,
  query: AlertQuery,
): Promise<readonly AlertView[]> {
  return (await alerts.list(query)).map(toView);
}

/** Where alerts go. Addresses are left out: one may hold a token of its receiver. */
export async function alertSinks({
  alerts,
  settings,
}: Pick<Ports, 'alerts' | 'settings'>): Promise<readonly SinkView[]> {
  const { values, revision } = await settings.read();
  return Promise.all(
    sinkNames.map(async (name): Promise<SinkView> => {
      if (sinkAddress(values, name) === undefined) return { name, state: 'off', detail: 'no address is set' };
      const off = await alerts.switchedOff(name);
      return off?.revision === revision
        ? { name, state: 'switched-off', detail: off.reason }
        : { name, state: 'on', detail: '' };
    }),
  );
}

function toView({ alert, deliveries }: AlertRecord): AlertView {
  return { ...alert, state: alert.resolvedAt === undefined ? 'open' : 'resolved', deliveries };
}
