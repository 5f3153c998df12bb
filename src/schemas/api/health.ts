import { z } from 'zod';
import { desiredStateSchema, healthSchema, serviceStatusSchema } from './event.ts';
import { conditionSchema } from './history.ts';

export const partHealthSchema = z.object({ ok: z.boolean(), detail: z.string() }).meta({ id: 'PartHealth' });

export const systemHealthSchema = z
  .object({
    status: z.enum(['healthy', 'degraded', 'unhealthy']).meta({
      description:
        '`unhealthy`: the control plane cannot work. `degraded`: a service is unwell, or nothing is known of one that should run.',
    }),
    controlPlane: z.object({ api: partHealthSchema, database: partHealthSchema, temporal: partHealthSchema }),
    services: z.object({
      total: z.int(),
      byHealth: z.record(healthSchema, z.int()),
      byStatus: z.partialRecord(serviceStatusSchema, z.int()),
    }),
    hostsAway: z
      .array(z.object({ host: z.string(), services: z.array(z.string()) }))
      .meta({ description: 'Hosts on which nothing is known of any service that should run, with those.' }),
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

export const healthDependenciesSchema = z
  .object({
    services: z.array(
      z.object({
        id: z.string(),
        health: healthSchema,
        status: serviceStatusSchema,
        desired: desiredStateSchema,
        since: z.string().meta({ description: 'Time of the last change of status.' }),
        requires: z.array(
          z.object({
            service: z.string(),
            capability: z.string(),
            optional: z.boolean(),
            via: z.enum(['network', 'namespace']),
          }),
        ),
        rootCauses: z.array(z.string()).meta({
          description:
            'What is to blame when it should run and is not well; itself where all that it requires is well.',
        }),
      }),
    ),
    rootCauses: z.array(conditionSchema.extend({ suffering: z.array(z.string()) })).meta({
      description: 'What is to blame, and who should run and is not well because of it.',
    }),
  })
  .meta({ id: 'HealthDependencies' });

export const instanceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    host: z.string().meta({ description: 'Where services are installed unless another host is named.' }),
    versions: z.object({ showrunner: z.string(), api: z.literal('v1'), node: z.string() }),
  })
  .meta({ id: 'Instance' });
