import { z } from 'zod';
import { duration, portNumber, slug } from './scalars.ts';

const component = slug.optional().describe('The main component where absent.');

const word = z
  .string()
  .max(4096)
  .regex(/^[^$]*$/, 'must not hold $: variables are not filled in here');

const probe = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('http'),
    component,
    port: portNumber,
    path: z.string().regex(/^\/\S*$/, 'must begin with a slash'),
    status: z.array(z.int().min(100).max(599)).min(1).default([200]).describe('Any of these means yes.'),
    body: z.string().max(200).optional().describe('The body must equal this, white space at its ends aside.'),
  }),
  z.strictObject({ type: z.literal('tcp'), component, port: portNumber }),
  z.strictObject({ type: z.literal('exec'), component, command: z.array(word).min(1) }),
  z
    .strictObject({ type: z.literal('engine'), component })
    .describe('The image’s own HEALTHCHECK, as the engine reports it.'),
]);

/** How to tell that the service is ready, and stays well. */
export const healthSchema = z.strictObject({
  readiness: probe,
  start: duration.describe('Time that a start may take before it counts as failed.'),
  interval: duration.default('30s'),
  timeout: duration.default('5s'),
  retries: z.int().min(1).max(20).default(3),
});

export type ProbeFile = z.output<typeof probe>;
