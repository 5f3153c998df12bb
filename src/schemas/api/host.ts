import { z } from 'zod';
import { happenings } from '#domain/monitoring.ts';

export const reconciliationSchema = z
  .object({
    services: z.int().meta({ description: 'How many were compared.' }),
    differing: z.array(z.object({ service: z.string(), happened: z.enum(happenings), what: z.string() })),
  })
  .meta({ id: 'Reconciliation' });
