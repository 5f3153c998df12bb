import { z } from 'zod';
import { duration, portNumber, slug } from './scalars.ts';

const component = slug.optional().describe('The main component where absent.');

const word = z
  .string()
  .max(4096)
  .regex(/^[^$]*$/, 'must not hold $: variables are not filled in here');

const requestPath = z.string().regex(/^\/\S*$/, 'must begin with a slash');

const headerText = z
  .string()
  .max(400)
  .regex(
    /^([\x20-#%-~]|\$\{SECRET_[A-Z0-9_]+\})+$/,
    'must be printable ASCII, and have no other variables than secrets',
  );

const probe = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('http'),
    component,
    port: portNumber,
    path: requestPath,
    status: z.array(z.int().min(100).max(599)).min(1).default([200]).describe('Any of these means yes.'),
    body: z.string().max(200).optional().describe('The body must equal this, white space at its ends aside.'),
  }),
  z.strictObject({ type: z.literal('tcp'), component, port: portNumber }),
  z.strictObject({ type: z.literal('exec'), component, command: z.array(word).min(1) }),
  z
    .strictObject({ type: z.literal('engine'), component })
    .describe('The image’s own HEALTHCHECK, as the engine reports it.'),
]);

const field = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, 'must be the name of a field');
const wanted = z.string().min(1).max(100);

/** One GET, whose answer is a list of objects in JSON. */
const busy = z
  .strictObject({
    component,
    port: portNumber,
    path: requestPath,
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/, 'must be the name of a header'), headerText)
      .default({}),
    any: z
      .record(field, z.union([wanted, z.array(wanted).min(1)]))
      .refine((fields) => Object.keys(fields).length > 0, 'must name a field')
      .describe('Busy while the list has an entry whose fields have these values; of several values, any.'),
    named: field.describe('The field of such an entry that says in words what it is.'),
    longest: duration.default('2h').describe('How long being busy holds recovery back.'),
  })
  .describe('How to ask whether it is at something that recovery must not break off. No answer means no.');

/** How to tell that the service is ready, and stays well. */
export const healthSchema = z.strictObject({
  readiness: probe,
  start: duration.describe('Time that a start may take before it counts as failed.'),
  interval: duration.default('30s'),
  timeout: duration.default('5s'),
  retries: z.int().min(1).max(20).default(3),
  busy: busy.optional(),
});

export type ProbeFile = z.output<typeof probe>;
export type BusyFile = z.output<typeof busy>;
