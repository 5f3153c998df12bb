import { z } from 'zod';
import { serviceOperations } from '#domain/operation.ts';
import { phases } from '#domain/plan/steps.ts';
import { faultSchema, slugSchema } from './common.ts';

export const phaseSchema = z.enum(phases).meta({ id: 'Phase' });

/** The compiler checks the list against the domain's step types (see the test of the wire types). */
export const stepTypes = [
  'waitForService',
  'ensureSecret',
  'forgetSecret',
  'ensureDirectory',
  'removeDirectory',
  'pullImage',
  'createNetwork',
  'removeNetwork',
  'createVolume',
  'removeVolume',
  'createContainer',
  'seedFile',
  'connectNetwork',
  'startContainer',
  'waitHealthy',
  'keepRunning',
  'stopContainer',
  'removeContainer',
  'snapshotFolder',
  'restoreFolder',
  'applyLink',
  'removeLink',
  'saveService',
  'startMonitor',
  'stopMonitor',
] as const;

export const stepTypeSchema = z.enum(stepTypes).meta({ id: 'StepType' });

export const stepSchema = z
  .object({
    id: z.string(),
    type: stepTypeSchema,
    phase: phaseSchema,
    cause: z.string().meta({ description: 'Why the step is there.' }),
    after: z.array(z.string()).meta({ description: 'Steps that must be done first.' }),
    bestEffort: z.boolean(),
    arguments: z.record(z.string(), z.unknown()).meta({ description: 'Differ by type. Never a secret.' }),
  })
  .meta({ id: 'Step' });

export const planSchema = z
  .object({
    format: z.literal(1),
    operation: z.enum(serviceOperations),
    service: z.string(),
    hash: z.string(),
    steps: z.array(stepSchema),
    notes: z.array(z.string()),
  })
  .meta({ id: 'Plan' });

/** What a request would do, without doing it. */
export const planPreviewSchema = z
  .object({
    operation: z.enum([...serviceOperations, 'batch']),
    hash: z
      .string()
      .exactOptional()
      .meta({ description: 'Give it back as `approvedPlan`; absent while there are faults.' }),
    services: z
      .array(
        z.object({
          id: z.string(),
          title: z.string(),
          version: z.string(),
          host: z.string().meta({ description: 'Where it is, or would be.' }),
          origin: z.enum(['request', 'dependency']),
          installed: z.boolean(),
          requires: z.array(z.string()),
        }),
      )
      .meta({ description: 'The whole closure, each after what it requires.' }),
    stages: z.array(z.array(slugSchema)).meta({ description: 'What runs together, in order.' }),
    faults: z.array(faultSchema).meta({ description: 'Settings that are missing or not valid.' }),
    plans: z.array(planSchema),
    notes: z.array(z.string()),
  })
  .meta({ id: 'PlanPreview' });
