import { z } from 'zod';
import { operations } from '#contracts/operations.ts';
import { taskStatuses } from '#contracts/task.ts';
import { errorTable, isErrorCode } from '#domain/errors.ts';
import { definitionIdSchema, hostIdSchema, labelsSchema, serviceIdSchema } from './common.ts';
import { phaseSchema, planSchema, stepTypeSchema } from './plan.ts';
import { givenSettingsSchema } from './settings.ts';

export const operationSchema = z.enum(operations).meta({ id: 'Operation' });
export const taskStatusSchema = z.enum(taskStatuses).meta({ id: 'TaskStatus' });
export const errorCodeSchema = z
  .enum(Object.keys(errorTable).filter(isErrorCode))
  .meta({ id: 'ErrorCode', description: 'See the error reference.' });

export const byteProgressSchema = z
  .object({ current: z.number(), total: z.number() })
  .meta({ id: 'ByteProgress' });

export const taskErrorSchema = z
  .object({
    code: errorCodeSchema,
    message: z.string(),
    remedy: z.string(),
    step: z.string().exactOptional(),
  })
  .meta({ id: 'TaskError' });

export const stepStateSchema = z
  .object({
    id: z.string(),
    type: stepTypeSchema,
    phase: phaseSchema,
    state: z.enum(['pending', 'running', 'done', 'adopted', 'kept', 'skipped', 'failed', 'undone']),
    detail: z.string().exactOptional(),
    startedAt: z.string().exactOptional(),
    endedAt: z.string().exactOptional(),
    progress: byteProgressSchema.exactOptional(),
  })
  .meta({ id: 'StepState' });

const summary = {
  id: z.string(),
  operation: operationSchema,
  service: z.string().exactOptional().meta({ description: 'Absent for batches and previews.' }),
  status: taskStatusSchema,
  startedAt: z.string(),
  closedAt: z.string().exactOptional(),
  parent: z.string().exactOptional().meta({ description: 'The task that started this one.' }),
  requestedBy: z.string(),
  correlationId: z.string(),
};

export const taskSummarySchema = z.object(summary).meta({ id: 'TaskSummary' });

export const taskSchema = z
  .object({
    ...summary,
    waitingFor: z.string().exactOptional(),
    phase: phaseSchema.exactOptional(),
    plan: planSchema.exactOptional(),
    steps: z.array(stepStateSchema),
    error: taskErrorSchema.exactOptional(),
    children: z.array(z.string()).meta({ description: 'Tasks that this one started.' }),
  })
  .meta({ id: 'Task' });

export const taskPageSchema = z
  .object({ tasks: z.array(taskSummarySchema), next: z.string().exactOptional() })
  .meta({ id: 'TaskPage' });

const approvedPlan = z
  .string()
  .regex(/^[0-9a-zA-Z:_-]{1,128}$/, 'must be the hash of a plan')
  .exactOptional()
  .meta({
    description: 'Hash of the plan that was looked at; if reality moved, the task fails `plan-stale`.',
  });

const cascade = z
  .boolean()
  .default(false)
  .meta({ description: 'What requires the service is stopped first; a start of it brings all back.' });

const wanted = {
  version: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, 'must be a tag of the image')
    .exactOptional()
    .meta({ description: 'Tag of the main image; by default what the catalog has.' }),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'must be a digest like sha256:…')
    .exactOptional(),
};

/** Body of `POST /services/{id}/update`; it may be left out. */
export const updateRequestSchema = z.strictObject(wanted).prefault({}).meta({ id: 'UpdateRequest' });

/** Body of `PUT /services/{id}`. */
export const reconfigureRequestSchema = z
  .strictObject({ settings: givenSettingsSchema })
  .meta({ id: 'ReconfigureRequest' });

const installFields = {
  settings: givenSettingsSchema.default({}),
  host: hostIdSchema.exactOptional().meta({ description: 'Where it goes; chosen where none is named.' }),
  labels: labelsSchema.exactOptional().meta({
    description: 'Only hosts that have all of these labels; `placement` of the service says what was chosen.',
  }),
  approvedPlan,
};

/** Shorthand: install one service. */
export const installRequestSchema = z
  .strictObject({
    service: serviceIdSchema,
    definition: definitionIdSchema.exactOptional(),
    ...installFields,
  })
  .meta({ id: 'InstallRequest' });

export const taskRequestSchema = z
  .discriminatedUnion('operation', [
    z.strictObject({
      operation: z.literal('install'),
      services: z.array(serviceIdSchema).min(1, 'must name a service').max(60),
      ...installFields,
    }),
    z.strictObject({
      operation: z.literal('uninstall'),
      service: serviceIdSchema,
      purge: z
        .boolean()
        .default(false)
        .meta({ description: 'Config folders, volumes and secrets go as well. Never the data.' }),
      approvedPlan,
    }),
    z.strictObject({ operation: z.literal('start'), service: serviceIdSchema, approvedPlan }),
    z.strictObject({ operation: z.literal('stop'), service: serviceIdSchema, cascade, approvedPlan }),
    z.strictObject({ operation: z.literal('restart'), service: serviceIdSchema, approvedPlan }),
    z.strictObject({
      operation: z.literal('reconfigure'),
      service: serviceIdSchema,
      settings: givenSettingsSchema,
      approvedPlan,
    }),
    z.strictObject({ operation: z.literal('update'), service: serviceIdSchema, ...wanted, approvedPlan }),
  ])
  .meta({ id: 'TaskRequest' });
