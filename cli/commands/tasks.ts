import { z } from 'zod';
import { operations } from '#contracts/operations.ts';
import { taskStatuses } from '#contracts/task.ts';
import type { TaskSummary } from '#sdk/generated/schema.ts';
import { command, whole } from '../command.ts';
import { connect } from '../connection.ts';
import { span } from '../output/paint.ts';
import { taskStatusSpan } from '../output/service-table.ts';
import { type Column, table } from '../output/table.ts';
import { ago, duration } from '../output/times.ts';
import { withoutAbsent } from '../without-absent.ts';

const input = z.object({
  status: z.enum(taskStatuses, `must be one of ${taskStatuses.join(', ')}`).optional(),
  service: z.string().optional(),
  operation: z.enum(operations, `must be one of ${operations.join(', ')}`).optional(),
  limit: whole(1, 100).default(20),
  cursor: z.string().optional(),
});

/** A page of tasks, newest first. */
export const run = command(input, async (context, query) => {
  const { output } = context;
  const { client } = await connect(context);
  const page = await client.tasks.list(withoutAbsent(query));
  output.document(page);
  const options = { paint: output.paint, columns: output.columns() };
  output.print(page.tasks.length === 0 ? 'No tasks.' : table(page.tasks, columns(Date.now()), options));
  if (page.next !== undefined) output.print(`\nMore:  --cursor ${page.next}`);
  return 'ok';
});

function columns(now: number): readonly Column<TaskSummary>[] {
  return [
    { title: 'what', cell: ({ operation, service }) => [operation, service].join(' ').trim() },
    { title: 'status', cell: ({ status }) => taskStatusSpan(status) },
    { title: 'begun', cell: ({ startedAt }) => ago(startedAt, now) },
    { title: 'took', cell: ({ startedAt, closedAt }) => took(startedAt, closedAt), align: 'right' },
    { title: 'by', cell: ({ requestedBy }) => requestedBy, shrinks: true },
    // Last, since it is long and must be whole.
    { title: 'task', cell: ({ id }) => span(id, 'bold') },
  ];
}

function took(startedAt: string, closedAt: string | undefined): string {
  return closedAt === undefined ? '' : duration(Date.parse(closedAt) - Date.parse(startedAt));
}
