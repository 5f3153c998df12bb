import { z } from 'zod';
import { componentSchema } from './component.ts';
import { healthSchema } from './health.ts';
import { linkSchema } from './link.ts';
import { absolutePath, line, portNumber, relativePath, slug } from './scalars.ts';
import { secretSchema, settingSchema } from './setting.ts';

const requirement = z.strictObject({
  capability: slug,
  default: slug.describe('The definition that is installed when nothing provides the capability yet.'),
  optional: z.boolean().default(false).describe('Linked when present, never installed on its own.'),
  via: z.enum(['network', 'namespace']).default('network'),
  reason: line.describe('Why, in words for the plan.'),
});

const seededFile = z.strictObject({
  component: slug.optional().describe('The main component where absent.'),
  path: absolutePath.describe('Where in the container; missing folders are made.'),
  from: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, 'must be a file’s name in the definition’s folder')
    .describe(`A file beside service.yaml. \${SECRET_<NAME>|<encoding>} may stand in it.`),
  mode: z
    .string()
    .regex(/^0[0-7]{3}$/, 'must be octal, in quotes, such as "0600"')
    .default('0600'),
});

const showrunner = z.strictObject({
  title: line,
  category: z.enum(['media', 'content', 'downloads', 'requests', 'infrastructure']),
  description: line,
  website: z.url({ protocol: /^https$/, error: 'must be an https address' }),
  version: line.describe('The program’s version that the images hold.'),
  provides: z.array(slug).default([]),
  requires: z.array(requirement).default([]),
  settings: z.record(slug, settingSchema).default({}),
  secrets: z.record(slug, secretSchema).default({}),
  files: z.array(seededFile).default([]).describe('Put in place before the first start, only where none is.'),
  health: healthSchema,
  links: z.array(linkSchema).default([]),
  web: z
    .strictObject({
      component: slug.optional(),
      port: portNumber,
      path: absolutePath.default('/'),
    })
    .optional(),
  metrics: z
    .strictObject({
      component: slug.optional(),
      port: portNumber,
      path: absolutePath.default('/metrics'),
    })
    .optional()
    .describe('Where Prometheus scrapes it, without a token. Only what the program serves by default.'),
  login: z
    .strictObject({ user: line.optional(), password: slug.optional(), 'api-key': slug.optional() })
    .optional()
    .describe('What `showrunner credentials` shows: a name, and the secrets that are password and key.'),
});

const volume = z.strictObject({
  'x-showrunner': z.strictObject({
    role: z.enum(['config', 'cache', 'state', 'media', 'downloads', 'data']),
    folders: z.array(relativePath).default([]).describe('Must exist below it before the start.'),
  }),
});

const network = z.strictObject({ internal: z.boolean().default(false) }).nullable();

/** `catalog/<id>/service.yaml`: a Compose file with an `x-showrunner` block. */
export const serviceFileSchema = z.strictObject({
  name: slug.describe('The definition’s id; equal to the folder’s name.'),
  services: z.record(slug, componentSchema),
  volumes: z.record(slug, volume).default({}),
  networks: z.record(slug, network).default({}),
  'x-showrunner': showrunner,
});

export type ServiceFile = z.output<typeof serviceFileSchema>;
