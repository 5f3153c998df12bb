import { z } from 'zod';
import { hostId } from '#domain/ids.ts';
import { happenings } from '#domain/monitoring.ts';
import { slugSchema } from './common.ts';

export const reconciliationSchema = z
  .object({
    services: z.int().meta({ description: 'How many were compared.' }),
    differing: z.array(z.object({ service: z.string(), happened: z.enum(happenings), what: z.string() })),
  })
  .meta({ id: 'Reconciliation' });

/** Limits of keys and values are checked by the domain, which names every fault. */
const labelKey = z.string();

const labelsSchema = z
  .record(labelKey, z.string())
  .meta({ description: 'What a person says of the host, such as `disk: large`. 32 at most.' });

export const hostSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['local', 'joined']).meta({ description: '`local`: the control plane’s own.' }),
    address: z.string().meta({ description: 'IPv4 address at which other hosts reach its services.' }),
    labels: labelsSchema,
    scheduling: z
      .enum(['open', 'draining'])
      .meta({ description: '`draining`: what is there stays, and nothing new is placed there.' }),
    capacity: z
      .object({ memoryBytes: z.int(), processors: z.number() })
      .exactOptional()
      .meta({ description: 'Absent until its worker has told it.' }),
    since: z.string().meta({ description: 'When it became a host.' }),
    state: z
      .enum(['reachable', 'unreachable', 'unknown'])
      .meta({ description: '`unknown`: nothing was heard of it yet.' }),
    stateSince: z.string().exactOptional(),
    stateCause: z.string().exactOptional(),
    services: z.int().meta({ description: 'How many are there.' }),
  })
  .meta({ id: 'Host' });

export const hostListSchema = z.object({ hosts: z.array(hostSchema) }).meta({ id: 'HostList' });

export const invitationRequestSchema = z
  .strictObject({
    host: slugSchema.transform(hostId).meta({ description: 'Id of the host that is to join.' }),
    labels: labelsSchema.default({}),
    expiresInMinutes: z
      .int('must be a whole number of minutes')
      .min(5, 'must be 5 or more')
      .max(1440, 'must be 1440 or less')
      .default(60),
    again: z.boolean().default(false).meta({
      description:
        'For a host that has joined and has lost its way in, or is reached elsewhere now: it keeps its services, labels and name.',
    }),
  })
  .meta({ id: 'InvitationRequest' });

export const invitationSchema = z
  .object({
    host: z.string(),
    token: z.string().meta({ description: 'Shown this once; it is kept nowhere.' }),
    expires: z.string(),
    address: z.string().meta({ description: 'Where the host finds the gateway.' }),
  })
  .meta({ id: 'Invitation' });

export const hostChangeSchema = z
  .strictObject({
    labels: z.record(labelKey, z.string().nullable()).meta({
      description:
        'Merged in; null takes a label away. Key `[a-z][a-z0-9.-]{0,62}`, value at most 63 of `[A-Za-z0-9._-]`.',
    }),
  })
  .meta({ id: 'HostChange' });

export const removedHostSchema = z.object({ host: z.string() }).meta({ id: 'RemovedHost' });
