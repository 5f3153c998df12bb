import { z } from 'zod';
import { logLevels } from '#domain/log-level.ts';
import { desiredStateSchema, healthSchema, serviceStatusSchema } from './event.ts';
import { stateChangeSchema } from './history.ts';
import { settingValueSchema } from './settings.ts';

export const publishedPortSchema = z
  .object({ container: z.int(), protocol: z.enum(['tcp', 'udp']), host: z.int() })
  .meta({ id: 'PublishedPort' });

export const serviceSchema = z
  .object({
    id: z.string(),
    name: z.string().meta({ description: 'The program’s name.' }),
    definition: z.string(),
    category: z.string(),
    version: z.string(),
    host: z.string(),
    placement: z
      .array(z.string())
      .exactOptional()
      .meta({ description: 'Why it is on that host and not elsewhere; absent where nothing was to choose.' }),
    desired: desiredStateSchema,
    status: serviceStatusSchema,
    health: healthSchema,
    since: z.string().meta({ description: 'Time of the last change of status.' }),
    origin: z.enum(['request', 'dependency']),
    settings: z
      .record(z.string(), settingValueSchema)
      .meta({ description: 'Plain settings; secret ones are only named, in `secretSettings`.' }),
    secretSettings: z.array(z.string()),
    ports: z.array(publishedPortSchema),
    web: z.string().exactOptional().meta({ description: 'Address of its web page.' }),
    folder: z.string().exactOptional().meta({
      description: 'Its own folder below `paths.config`; a service that keeps nothing there has none.',
    }),
    requires: z.array(z.string()),
    requiredBy: z.array(z.string()),
    revision: z.int().meta({ description: 'Moves with every change of the row, its health among them.' }),
    etag: z.string().meta({
      description: 'Of its settings and version, for If-Match. It moves with these alone.',
    }),
    task: z.string().exactOptional().meta({ description: 'The task that is at work on it, or was last.' }),
  })
  .meta({ id: 'Service' });

export const serviceListSchema = z.object({ services: z.array(serviceSchema) }).meta({ id: 'ServiceList' });

export const serviceStateSchema = z
  .object({
    id: z.string(),
    desired: desiredStateSchema,
    status: serviceStatusSchema,
    health: healthSchema,
    since: z.string(),
    revision: z.int(),
    openTask: z.string().exactOptional(),
    changes: z.array(stateChangeSchema).meta({ description: 'The last 10 changes, oldest first.' }),
    rootCauses: z.array(z.string()).meta({
      description:
        'What is to blame when it should run and is not well; itself where all that it requires is well.',
    }),
  })
  .meta({ id: 'ServiceState' });

export const logLineSchema = z
  .object({
    time: z.string(),
    stream: z.enum(['stdout', 'stderr']),
    text: z.string(),
    level: z.enum(logLevels).exactOptional().meta({ description: 'Where the line’s shape tells it.' }),
  })
  .meta({ id: 'LogLine' });

export const catalogEntrySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    category: z.string(),
    description: z.string(),
    website: z.string(),
    version: z.string(),
    provides: z.array(z.string()),
    requires: z.array(
      z.object({
        capability: z.string(),
        default: z.string(),
        optional: z.boolean(),
        via: z.enum(['network', 'namespace']),
        reason: z.string(),
      }),
    ),
    settings: z.record(
      z.string(),
      z.object({
        title: z.string(),
        description: z.string(),
        type: z.enum(['text', 'number', 'boolean', 'choice']),
        choices: z.array(z.string()).exactOptional(),
        pattern: z.string().exactOptional(),
        required: z.boolean(),
        default: settingValueSchema.exactOptional(),
        secret: z.boolean(),
        when: z.object({ setting: z.string(), equals: settingValueSchema }).exactOptional(),
      }),
    ),
    images: z.array(
      z.object({ component: z.string(), image: z.string(), digest: z.string().exactOptional() }),
    ),
    ports: z.array(z.object({ container: z.int(), protocol: z.enum(['tcp', 'udp']) })),
  })
  .meta({ id: 'CatalogEntry' });

export const catalogSchema = z.object({ definitions: z.array(catalogEntrySchema) }).meta({ id: 'Catalog' });
