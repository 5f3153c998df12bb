import type { Migration } from 'kysely/migration';
import { tables } from './0001-tables.ts';
import { recovery } from './0002-recovery.ts';
import { alerts } from './0003-alerts.ts';
import { operations } from './0004-operations.ts';
import { hosts } from './0005-hosts.ts';
import { placement } from './0006-placement.ts';

/** Every change of the tables, in order of their names. One that was released is never edited. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-tables': tables,
  '0002-recovery': recovery,
  '0003-alerts': alerts,
  '0004-operations': operations,
  '0005-hosts': hosts,
  '0006-placement': placement,
};
