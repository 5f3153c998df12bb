import { z } from 'zod';
import type { EventType } from '#contracts/events.ts';
import { desiredStateSchema, healthSchema, serviceStatusSchema } from './event.ts';

/** The events of which a service's history is told. */
export const historyKinds = [
  'service.changed',
  'service.recovery',
  'alert.raised',
  'alert.resolved',
  'task.opened',
  'task.closed',
  'step.failed',
] as const satisfies readonly EventType[];

const cause = z
  .string()
  .exactOptional()
  .meta({ description: 'In words, why; absent where nothing is told.' });

/** How a service is, since when, and why. */
export const conditionSchema = z
  .object({
    service: z.string(),
    desired: desiredStateSchema,
    status: serviceStatusSchema,
    health: healthSchema,
    since: z.string().meta({ description: 'Since when status and health are so.' }),
    cause,
    trouble: z.object({ since: z.string(), cause: z.string() }).exactOptional().meta({
      description:
        'For one that should run and is not well: what ended its last good health, where it has changed since.',
    }),
  })
  .meta({ id: 'ServiceCondition' });

export const stateChangeSchema = z
  .object({
    time: z.string(),
    status: serviceStatusSchema,
    health: healthSchema,
    cause: z.string(),
    task: z.string().exactOptional(),
  })
  .meta({ id: 'ServiceStateChange' });

export const serviceHistorySchema = z
  .object({
    now: conditionSchema,
    placement: z
      .array(z.string())
      .exactOptional()
      .meta({ description: 'Why it is on its host and not elsewhere; absent where nothing was to choose.' }),
    because: z.array(z.array(conditionSchema)).meta({
      description:
        'For a service that suffers from others: from what it requires down to each root cause, each because of the next.',
    }),
    entries: z
      .array(
        z.object({
          time: z.string(),
          kind: z.enum(historyKinds),
          sentence: z.string(),
          task: z.string().exactOptional(),
          count: z.int().meta({ description: 'How often it happened in a row.' }),
          until: z.string().exactOptional().meta({ description: 'The last time, where it was several.' }),
        }),
      )
      .meta({ description: 'Oldest first.' }),
  })
  .meta({ id: 'ServiceHistory' });
