import { z } from 'zod';
import { operations } from '#contracts/operations.ts';
import { taskStatuses } from '#contracts/task.ts';
import { healthValues } from '#domain/health.ts';
import { hostId } from '#domain/ids.ts';
import { serviceStatuses } from '#domain/lifecycle.ts';
import { logLevels } from '#domain/log-level.ts';
import {
  commaSeparated,
  cursorSchema,
  flagSchema,
  serviceIdSchema,
  slugSchema,
  timeSchema,
} from './common.ts';

const id = z.string().min(1).max(200);

export const idParams = z.strictObject({ id });

export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
    .exactOptional()
    .meta({ description: 'A request that is sent again with the same key gets the task of the first.' }),
});

export const lastEventHeaders = z.object({
  'last-event-id': position()
    .exactOptional()
    .meta({ description: 'Position of the last event that was received; the stream goes on after it.' }),
});

export const serviceMatchHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^"[\x21\x23-\x7e]{1,64}"$/, 'must be the ETag of what was read')
    .transform((tag) => tag.slice(1, -1))
    .exactOptional()
    .meta({ description: 'ETag of what was read.', override: { type: 'string' } }),
});

export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^"\d{1,15}"$/, 'must be the ETag of what was read')
    .transform((tag) => Number(tag.slice(1, -1)))
    .exactOptional()
    .meta({ description: 'ETag of what was read.', override: { type: 'string' } }),
});

export const serviceFilterQuery = z.strictObject({
  status: commaSeparated(serviceStatuses).exactOptional(),
  health: commaSeparated(healthValues).exactOptional(),
  category: slugSchema.exactOptional(),
  host: slugSchema.transform(hostId).exactOptional(),
});

export const uninstallQuery = z.strictObject({
  purge: flagSchema
    .default(false)
    .meta({ description: 'Config folders, volumes and secrets go as well. Never the data.' }),
});

export const stopQuery = z.strictObject({
  cascade: flagSchema
    .default(false)
    .meta({ description: 'What requires the service is stopped first; a start of it brings all back.' }),
});

export const logsQuery = z.strictObject({
  component: slugSchema.exactOptional().meta({ description: 'The main one where none is named.' }),
  tail: whole(0, 10_000).default(200).meta({ description: 'Lines from the end.' }),
  since: timeSchema.exactOptional(),
  follow: flagSchema.default(false),
  level: z
    .enum(logLevels, `must be one of ${logLevels.join(', ')}`)
    .exactOptional()
    .meta({
      description:
        'Lines of that level and worse, of those that `tail` and `since` name. Lines whose level cannot be told are left out, but for indented ones, such as a stack trace, which go with the line before them.',
    }),
});

export const prometheusTargetsQuery = z.strictObject({
  of: z
    .enum(['workers', 'services'], 'must be workers or services')
    .exactOptional()
    .meta({ description: 'Only these; both where nothing is said.' }),
  reach: z.enum(['published', 'network'], 'must be published or network').default('published').meta({
    description:
      '`published`: services at their published ports. `network`: by name, for a Prometheus in their networks.',
  }),
});

export const taskListQuery = z.strictObject({
  limit: whole(1, 100).default(50),
  cursor: cursorSchema.exactOptional(),
  status: z.enum(taskStatuses, `must be one of ${taskStatuses.join(', ')}`).exactOptional(),
  service: serviceIdSchema.exactOptional(),
  operation: z.enum(operations, `must be one of ${operations.join(', ')}`).exactOptional(),
});

export const historyQuery = z.strictObject({
  limit: whole(1, 500).default(100).meta({ description: 'Events that are told; repeats are folded.' }),
});

export const alertListQuery = z.strictObject({
  state: z.enum(['open', 'resolved'], 'must be open or resolved').exactOptional(),
  service: serviceIdSchema.exactOptional(),
  limit: whole(1, 500).default(100),
});

export const eventListQuery = z.strictObject({
  after: position().default(0).meta({ description: 'Events after this position; 0 for the oldest kept.' }),
  limit: whole(1, 500).default(100),
  task: id.exactOptional(),
  service: serviceIdSchema.exactOptional(),
});

export const eventStreamQuery = z.strictObject({
  after: position().exactOptional().meta({ description: 'As Last-Event-ID, for a first request.' }),
  task: id.exactOptional(),
  service: serviceIdSchema.exactOptional(),
});

function position() {
  return whole(0, Number.MAX_SAFE_INTEGER);
}

function whole(least: number, most: number) {
  const reason =
    most === Number.MAX_SAFE_INTEGER
      ? `must be a whole number, ${least} or more`
      : `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, reason)
    .transform(Number)
    .refine((number) => number >= least && number <= most, reason)
    .meta({
      override: ({ jsonSchema }) => {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { type: 'integer', minimum: least, maximum: most });
      },
    });
}
