import { z } from 'zod';
import type { DesiredLabel } from '#contracts/desired-label.ts';
import { componentName, serviceId } from '#domain/ids.ts';

const port = z.int().min(1).max(65_535);
const component = z.string().transform((value, context) => slug(componentName, value, context));

const probe = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('http'),
    component,
    port,
    path: z.string(),
    status: z.array(z.int()).readonly(),
    body: z.string().exactOptional(),
  }),
  z.object({ type: z.literal('tcp'), component, port }),
  z.object({ type: z.literal('exec'), component, command: z.array(z.string()).readonly() }),
  z.object({ type: z.literal('engine'), component }),
]);

/** What the label `showrunner.desired` must hold to be watched by. */
export const desiredLabelSchema: z.ZodType<DesiredLabel> = z.object({
  id: z.string().transform((value, context) => slug(serviceId, value, context)),
  health: z.object({
    readiness: probe,
    startSeconds: z.number().positive(),
    intervalSeconds: z.number().min(0.1),
    timeoutSeconds: z.number().positive().max(300),
    retries: z.int().min(1),
  }),
  targets: z.record(z.string(), z.object({ address: z.string(), container: z.string() })),
});

function slug<Id>(parse: (value: string) => Id, value: string, context: z.RefinementCtx<string>): Id {
  try {
    return parse(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not an id' });
    return z.NEVER;
  }
}
