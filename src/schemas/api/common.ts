import { z } from 'zod';
import type {} from 'zod-openapi';
import { definitionId, hostId, serviceId } from '#domain/ids.ts';

/** Names that are safe in container names, DNS, paths and workflow ids (see domain/ids.ts). */
export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/,
    'must be 1 to 40 of a-z, 0-9 and -, beginning and ending with a letter or digit',
  );

export const serviceIdSchema = slugSchema.transform(serviceId);

export const definitionIdSchema = slugSchema.transform(definitionId);

export const hostIdSchema = slugSchema.transform(hostId);

/** What is said of hosts, such as `disk: large`. */
export const labelsSchema = z.record(
  z
    .string()
    .regex(
      /^[a-z][a-z0-9.-]{0,62}$/,
      'must have a key of 1 to 63 of a-z, 0-9, . and -, beginning with a letter',
    ),
  z.string().regex(/^[A-Za-z0-9._-]{0,63}$/, 'must have a value of at most 63 of A-Z, a-z, 0-9, ., _ and -'),
);

export const timeSchema = z.iso.datetime({
  offset: true,
  error: 'must be an RFC 3339 time such as 2026-01-31T20:15:00Z',
});

export const faultSchema = z
  .object({
    field: z.string().meta({ description: 'Where, such as `vpn.provider` or `body.services[0]`.' }),
    reason: z.string(),
  })
  .meta({ id: 'Fault' });

/** RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'Where the code is described.' }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable name of the failure; see the error reference.' }),
    detail: z.string().meta({ description: 'What happened in this very case.' }),
    remedy: z.string().meta({ description: 'What can be done about it.' }),
    correlationId: z.string(),
    faults: z.array(faultSchema).exactOptional().meta({ description: 'Every fault of the request at once.' }),
    data: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .exactOptional()
      .meta({ description: 'Ids that help a program act, such as the open `task`.' }),
  })
  .meta({ id: 'Problem' });

export const cursorSchema = z.string().max(4096).meta({ description: '`next` of the page before; opaque.' });

/** One value, or several with commas between: `?status=running,failed`. */
export function commaSeparated<Value extends string>(values: readonly Value[]) {
  const known: ReadonlySet<string> = new Set(values);
  const isKnown = (text: string): text is Value => known.has(text);
  return z
    .string()
    .max(400)
    .transform((text, context): readonly Value[] => {
      const names = text.split(',');
      const unknown = names.filter((name) => !isKnown(name));
      if (unknown.length === 0) return names.filter(isKnown);
      const message = `must be one or more of ${values.join(', ')}`;
      context.issues.push({ code: 'custom', message, input: undefined });
      return z.NEVER;
    })
    .meta({
      description: `One or more of ${values.join(', ')}, with commas between.`,
      override: { type: 'string' },
    });
}

/** `true` or `false`, as a query carries it. */
export const flagSchema = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((text) => text === 'true')
  .meta({
    override: ({ jsonSchema }) => {
      delete jsonSchema.enum;
      jsonSchema.type = 'boolean';
    },
  });
