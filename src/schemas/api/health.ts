import { z } from 'zod';
import { desiredStateSchema, healthSchema, serviceStatusSchema } from './event.ts';

export const partHealthSchema = z.object({ ok: z.boolean(), detail: z.string() }).meta({ id: 'PartHealth' });

export const systemHealthSchema = z
  .object({
    status: z
      .enum(['healthy', 'degraded', 'unhealthy'])
      .meta({ description: '`unhealthy`: the control plane cannot work. `degraded`: a service is unwell.' }),
    controlPlane: z.object({ api: partHealthSchema, database: partHealthSchema, temporal: partHealthSchema }),
    services: z.object({
      total: z.int(),
      byHealth: z.record(healthSchema, z.int()),
      byStatus: z.partialRecord(serviceStatusSchema, z.int()),
    }),
  })
  .meta({ id: 'SystemHealth' });

export const serviceHealthListSchema = z
  .object({
    services: z.array(
      z.object({
        id: z.string(),
        health: healthSchema,
        status: serviceStatusSchema,
        desired: desiredStateSchema,
        since: z.string(),
      }),
    ),
  })
  .meta({ id: 'ServiceHealthList' });

export const instanceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    host: z.string().meta({ description: 'Where services are installed unless another host is named.' }),
    versions: z.object({ showrunner: z.string(), api: z.literal('v1'), node: z.string() }),
  })
  .meta({ id: 'Instance' });
