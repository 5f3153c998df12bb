import { z } from 'zod';
import type { NewEvent } from '#contracts/events.ts';
import { hostId, isSlug, type ServiceId, type TaskId } from '#domain/ids.ts';
import { happenings } from '#domain/monitoring.ts';
import { parseSecretReference, type SecretPath, type SecretReference, secretPath } from '#domain/secret.ts';
import { serviceIdSchema, slugSchema } from './api/common.ts';
import { eventDataSchemas, healthSchema } from './api/event.ts';

const pem = z.string().max(8192);
const text = z.string().max(4096);
const time = z.iso.datetime({ offset: true });
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
const host = z.string().refine(isSlug).transform(hostId);

export const joinRequestSchema = z.strictObject({
  token: z.string().max(300),
  /** A certificate signing request in PEM. */
  request: pem,
  /** At which other hosts reach what it publishes. */
  address: z.ipv4(),
});

export const joinAnswerSchema = z.object({
  certificate: pem,
  instance: z.object({ id: z.string().regex(/^[0-9a-f]{12}$/), name: slugSchema }),
  host,
  namespace: z.string().min(1).max(100),
});
export type JoinAnswer = z.output<typeof joinAnswerSchema>;

export const renewRequestSchema = z.strictObject({ request: pem });
export const certificateAnswerSchema = z.object({ certificate: pem });
export const fingerprintSchema = fingerprint;

export const helloSchema = z.strictObject({
  memoryBytes: z.int().positive(),
  processors: z.int().min(1).max(100_000),
});

const eventBase = {
  id: z.string().min(1).max(400),
  time,
  correlationId: z.string().min(1).max(200),
  task: z
    .string()
    .max(200)
    .transform((value) => value as TaskId),
  service: serviceIdSchema,
};
/** Only what steps on a host tell, each with its task and its service. */
const stepEventSchema = z.discriminatedUnion('type', [
  stepEvent('step.started'),
  stepEvent('step.progress'),
  stepEvent('step.ended'),
  stepEvent('step.failed'),
]);
type StepEventType = 'step.started' | 'step.progress' | 'step.ended' | 'step.failed';
export type HostEvent = Extract<NewEvent, { readonly type: StepEventType }> & {
  readonly task: TaskId;
  readonly service: ServiceId;
};

export const appendSchema = z.strictObject({
  // The names of steps and codes get their brands here, and nothing else.
  events: z.array(stepEventSchema.transform((event) => event as HostEvent)).max(100),
});

const path = z.string().transform((value, context): SecretPath => {
  const [owner = '', name = '', ...others] = value.split('/');
  return parsed(() => (others.length === 0 ? secretPath(owner, name) : fail()), context);
});
const reference = z.string().transform(
  (value, context): SecretReference =>
    parsed(() => {
      parseSecretReference(value);
      return value as SecretReference;
    }, context),
);

/** The methods of the secret store, by the last part of the path. */
export const secretCallSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('versions'), owner: slugSchema }),
  z.strictObject({ method: z.literal('read'), reference }),
  z.strictObject({ method: z.literal('readNewest'), path }),
  z.strictObject({
    method: z.literal('write'),
    path,
    value: z.string(),
    expected: z.int().min(0),
    origin: z.string().max(300),
  }),
  z.strictObject({ method: z.literal('remove'), path }),
]);
export type SecretCall = z.output<typeof secretCallSchema>;

export const secretAnswers = {
  versions: z.object({ versions: z.array(z.tuple([path, z.int().min(1)])) }),
  read: z.object({ value: z.string() }),
  readNewest: z.object({ newest: z.object({ value: z.string(), reference }).nullable() }),
  write: z.object({ reference }),
  remove: z.object({}),
} as const;

const observation = z.strictObject({
  at: time,
  health: healthSchema,
  cause: text,
  source: z.enum(['event', 'probe']).exactOptional(),
  happened: z.enum(happenings).exactOptional(),
  restarts: z.int().min(0).exactOptional(),
});

/** What a host tells of itself and of its services; the host is the one that asks. */
/** By the host's clock, as it sends: its words are compared with the control plane's. */
const sent = time;
export const monitorCallSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('observe'), sent, service: serviceIdSchema, observation }),
  z.strictObject({ method: z.literal('ensureHost') }),
  z.strictObject({
    method: z.literal('reportHost'),
    sent,
    report: z.strictObject({ at: time, reachable: z.boolean(), cause: text }),
  }),
]);
export type MonitorCall = z.output<typeof monitorCallSchema>;

export const monitorAnswers = {
  observe: z.object({ told: z.boolean() }),
  ensureHost: z.object({ outcome: z.enum(['started', 'present']) }),
  reportHost: z.object({ told: z.boolean() }),
} as const;

/** Of every refusal and failure. */
export const gatewayFailureSchema = z.object({
  code: z.string(),
  message: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])).default({}),
});

function stepEvent<Type extends StepEventType>(type: Type) {
  return z.strictObject({ ...eventBase, type: z.literal(type), data: eventDataSchemas[type] });
}

function parsed<Value>(parse: () => Value, context: z.RefinementCtx<string>): Value {
  try {
    return parse();
  } catch {
    context.addIssue({ code: 'custom', message: 'is not of that form' });
    return z.NEVER;
  }
}

function fail(): never {
  throw new TypeError('more than two parts');
}
