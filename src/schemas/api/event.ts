import { z } from 'zod';
import { alertNames, alertSeverities } from '#domain/alert.ts';
import { healthValues } from '#domain/health.ts';
import { serviceStatuses } from '#domain/lifecycle.ts';
import { recoveryPhases } from '#domain/recovery/recovery.ts';
import { planSchema } from './plan.ts';
import { byteProgressSchema, operationSchema, taskErrorSchema, taskStatusSchema } from './task.ts';

export const serviceStatusSchema = z.enum(serviceStatuses).meta({ id: 'ServiceStatus' });
export const healthSchema = z.enum(healthValues).meta({ id: 'HealthStatus' });
export const desiredStateSchema = z.enum(['running', 'stopped', 'absent']).meta({ id: 'DesiredState' });

export const alertNameSchema = z.enum(alertNames).meta({ id: 'AlertName' });
export const alertSeveritySchema = z.enum(alertSeverities).meta({ id: 'AlertSeverity' });

const alertNotice = {
  alert: z.string(),
  name: alertNameSchema,
  severity: alertSeveritySchema,
  summary: z.string(),
};

export const evidenceSchema = z
  .object({
    container: z.string(),
    state: z.string(),
    exitCode: z.number().exactOptional(),
    error: z.string().exactOptional(),
    lastProbe: z.string().exactOptional(),
    log: z.array(z.string()),
  })
  .meta({ id: 'Evidence' });

export const batchMemberSchema = z
  .discriminatedUnion('operation', [
    z.object({
      operation: z.enum(['install', 'start', 'stop', 'restart', 'reconfigure', 'update']),
      service: z.string(),
      host: z.string(),
    }),
    z.object({
      operation: z.literal('uninstall'),
      service: z.string(),
      host: z.string(),
      purge: z.boolean(),
    }),
  ])
  .meta({ id: 'BatchMember' });

/** Data of each event type, by its name without `showrunner.`. */
export const eventDataSchemas = {
  'task.opened': z.object({
    operation: operationSchema,
    members: z.array(batchMemberSchema).exactOptional(),
    parent: z.string().exactOptional(),
    requestedBy: z.string(),
  }),
  'task.planned': z.object({ plan: planSchema }),
  'task.child': z.object({ child: z.string(), service: z.string() }),
  'task.closed': z.object({ status: taskStatusSchema, error: taskErrorSchema.exactOptional() }),
  'step.started': z.object({ step: z.string(), attempt: z.number() }),
  'step.progress': z.object({ step: z.string(), progress: byteProgressSchema }),
  'step.ended': z.object({
    step: z.string(),
    outcome: z.enum(['done', 'adopted', 'kept', 'skipped', 'undone']),
    detail: z.string(),
    evidence: evidenceSchema.exactOptional(),
  }),
  'step.failed': z.object({
    step: z.string(),
    error: taskErrorSchema,
    attempt: z.number(),
    evidence: evidenceSchema.exactOptional(),
  }),
  'service.changed': z.object({
    status: serviceStatusSchema,
    health: healthSchema,
    desired: desiredStateSchema,
    since: z.string(),
    revision: z.number(),
    cause: z.string(),
  }),
  'service.recovery': z.object({
    phase: z.enum(recoveryPhases),
    cause: z.string(),
    attempt: z.number().exactOptional(),
    nextTryAt: z.string().exactOptional(),
    waitsFor: z.string().exactOptional(),
  }),
  'host.changed': z.object({ host: z.string(), reachable: z.boolean(), cause: z.string() }),
  'host.joined': z.object({ host: z.string(), address: z.string() }),
  'host.drained': z.object({ host: z.string() }),
  'host.opened': z.object({ host: z.string() }),
  'host.removed': z.object({ host: z.string() }),
  'alert.raised': z.object({ ...alertNotice, description: z.string() }),
  'alert.resolved': z.object({ ...alertNotice, raisedAt: z.string() }),
} as const;

/** CloudEvents 1.0 in JSON. */
export const cloudEventSchema = z
  .discriminatedUnion('type', [
    cloudEvent('task.opened'),
    cloudEvent('task.planned'),
    cloudEvent('task.child'),
    cloudEvent('task.closed'),
    cloudEvent('step.started'),
    cloudEvent('step.progress'),
    cloudEvent('step.ended'),
    cloudEvent('step.failed'),
    cloudEvent('service.changed'),
    cloudEvent('service.recovery'),
    cloudEvent('host.changed'),
    cloudEvent('host.joined'),
    cloudEvent('host.drained'),
    cloudEvent('host.opened'),
    cloudEvent('host.removed'),
    cloudEvent('alert.raised'),
    cloudEvent('alert.resolved'),
  ])
  .meta({ id: 'CloudEvent' });

export const eventPageSchema = z
  .object({
    events: z.array(cloudEventSchema),
    position: z.int().meta({ description: 'Give it as `after` to read on.' }),
    more: z.boolean().meta({ description: 'There are events after this page already.' }),
  })
  .meta({ id: 'EventPage' });

function cloudEvent<Type extends keyof typeof eventDataSchemas>(type: Type) {
  return z.object({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.literal(`showrunner.${type}`),
    time: z.string(),
    datacontenttype: z.literal('application/json'),
    subject: z.string().exactOptional(),
    correlationid: z.string(),
    task: z.string().exactOptional(),
    service: z.string().exactOptional(),
    position: z.number(),
    data: eventDataSchemas[type],
  });
}
