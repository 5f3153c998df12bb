import { z } from 'zod';
import { serviceIdSchema } from './common.ts';

const time = z.iso.datetime({ offset: true });

export const maintenanceWindowSchema = z
  .object({
    id: z.string(),
    service: z.string().exactOptional().meta({ description: 'Absent: all services.' }),
    startsAt: z.string(),
    endsAt: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'MaintenanceWindow' });

export const maintenanceAnswerSchema = maintenanceWindowSchema
  .extend({
    delayed: z
      .string()
      .exactOptional()
      .meta({ description: 'The change is in force, but not all monitors know of it yet: when they will.' }),
  })
  .meta({ id: 'MaintenanceAnswer' });

export const maintenanceListSchema = z
  .object({ windows: z.array(maintenanceWindowSchema) })
  .meta({ id: 'MaintenanceList' });

export const maintenanceRequestSchema = z
  .strictObject({
    service: serviceIdSchema.exactOptional().meta({ description: 'Absent: all services.' }),
    startsAt: time.exactOptional().meta({ description: 'Now, where nothing is said.' }),
    endsAt: time,
    reason: z.string().trim().min(1, 'must say why').max(200),
  })
  .meta({ id: 'MaintenanceRequest' });
