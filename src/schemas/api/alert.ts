import { z } from 'zod';
import { alertMessages, deliveryStates, sinkNames } from '#domain/alert.ts';
import { alertNameSchema, alertSeveritySchema } from './event.ts';

export const sinkNameSchema = z.enum(sinkNames).meta({ id: 'AlertSinkName' });

export const alertSchema = z
  .object({
    id: z.string(),
    service: z.string(),
    name: alertNameSchema,
    severity: alertSeveritySchema,
    state: z.enum(['open', 'resolved']),
    summary: z.string(),
    description: z.string(),
    raisedAt: z.string(),
    resolvedAt: z.string().exactOptional(),
    deliveries: z
      .array(
        z.object({
          sink: sinkNameSchema,
          message: z.enum(alertMessages),
          state: z.enum(deliveryStates),
          detail: z.string(),
          at: z.string(),
        }),
      )
      .meta({ description: 'What each sink was told, or is still to be told.' }),
  })
  .meta({ id: 'Alert' });

export const alertListSchema = z
  .object({
    alerts: z.array(alertSchema),
    sinks: z
      .array(
        z.object({
          name: sinkNameSchema,
          state: z.enum(['on', 'off', 'switched-off']).meta({
            description: '`switched-off`: it asked to be left alone; it is until the settings are changed.',
          }),
          detail: z.string(),
        }),
      )
      .meta({ description: 'Where alerts go. Addresses are settings of the instance.' }),
  })
  .meta({ id: 'AlertList' });
