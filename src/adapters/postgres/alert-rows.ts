import type { Selectable } from 'kysely';
import type { Alert } from '#domain/alert.ts';
import type { AlertTable } from './tables.ts';

export function toAlert(row: Selectable<AlertTable>): Alert {
  return {
    id: row.id,
    service: row.service_id,
    name: row.name,
    severity: row.severity,
    summary: row.summary,
    description: row.description,
    raisedAt: row.raised_at.toISOString(),
    ...(row.resolved_at === null ? {} : { resolvedAt: row.resolved_at.toISOString() }),
  };
}
