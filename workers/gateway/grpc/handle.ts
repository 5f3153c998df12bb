import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { isDomainError } from '#domain/errors.ts';
import type { HostId } from '#domain/ids.ts';
import { type Bodies, endUnread } from '../body.ts';
import type { Budget } from '../budget.ts';
import { frame, headBytes, readMessage } from './frame.ts';
import { type Caller, type Rule, rules } from './rules.ts';
import { GrpcRefusal, refusal, trailersOf } from './status.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { Reply, Upstream } from './upstream.ts';

export interface GrpcPorts {
  readonly upstream: Upstream;
  readonly namespace: string;
  readonly tokens: TaskTokens;
  readonly bodies: Bodies;
  readonly budget: Budget;
  /** Throws where the host may not be answered (any more). */
  readonly admit: (host: HostId) => Promise<void>;
}

/** One call of a host's worker to Temporal. Each is unary, and is read whole before any of it is sent on. */
export async function handleGrpc(
  ports: GrpcPorts,
  host: HostId,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const gone = new AbortController();
  stream.once('close', () => gone.abort());
  try {
    const path = headers[':path'] ?? '';
    const rule = Object.hasOwn(rules, path) ? rules[path] : undefined;
    if (rule === undefined) throw refusal('permission-denied', 'A host may not make that call.');
    await ports.admit(host);
    const { namespace, tokens } = ports;
    const reply = await forward(ports, rule, { host, namespace, tokens }, stream, headers, gone.signal);
    // A poll may have lasted a minute: a host that was removed meanwhile gets no task any more.
    await ports.admit(host);
    answer(stream, reply);
  } catch (error) {
    refuse(stream, asRefusal(error));
  }
}

async function forward(
  { upstream, namespace, bodies, budget }: GrpcPorts,
  rule: Rule,
  caller: Caller,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  signal: AbortSignal,
): Promise<Reply> {
  const body = await bodies.read(stream, caller.host, rule.largest + headBytes);
  const unpacked = await readMessage(body, single(headers['grpc-encoding']), rule.largest);
  // A few compressed bytes may have become many.
  if (unpacked.length > body.length) budget.hold(stream, caller.host, unpacked.length);
  const message = checked(rule, unpacked, caller);
  const reply = await upstream.call({
    path: headers[':path'] ?? '',
    headers: { 'temporal-namespace': namespace, ...clientHeaders(headers) },
    message,
    deadline: Math.min(rule.deadline, asked(headers['grpc-timeout'])),
    signal,
  });
  if (rule.answer === undefined || reply.body.length === 0) return reply;
  return {
    ...reply,
    body: frame(rule.answer(await readMessage(reply.body, undefined, reply.body.length), caller)),
  };
}

function checked(rule: Rule, message: Uint8Array, caller: Caller): Uint8Array {
  try {
    return rule.check(message, caller);
  } catch (error) {
    if (error instanceof GrpcRefusal) throw error;
    throw refusal('invalid-argument', 'The message cannot be read.');
  }
}

/** Temporal serves only clients that say what they are. */
function clientHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    ['client-name', 'client-version'].flatMap((name) => {
      const value = single(headers[name]) ?? '';
      return /^[\w.-]{1,60}$/.test(value) ? [[name, value] as const] : [];
    }),
  );
}

const unitMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/** The client's own deadline in milliseconds; without one, ours alone counts. */
function asked(timeout: string | readonly string[] | undefined): number {
  const [, amount = '', unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(single(timeout) ?? '') ?? [];
  const milliseconds = Number(amount) * (unitMs[unit] ?? Number.NaN);
  return milliseconds > 0 ? Math.ceil(milliseconds) : Number.MAX_SAFE_INTEGER;
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function answer(stream: ServerHttp2Stream, { body, trailers }: Reply): void {
  if (stream.closed || stream.destroyed) return;
  const head = { ':status': 200, 'content-type': 'application/grpc' };
  if (body.length === 0) {
    stream.respond({ ...head, ...trailers }, { endStream: true });
    return;
  }
  stream.respond(head, { waitForTrailers: true });
  stream.once('wantTrailers', () => {
    // To a stream that was reset meanwhile this would throw, where nobody catches it.
    if (!stream.closed && !stream.destroyed) stream.sendTrailers(trailers);
  });
  stream.end(body);
}

/** Also ends a stream whose body was not read to its end: nothing more of it is wanted. */
export function refuse(stream: ServerHttp2Stream, reason: GrpcRefusal): void {
  answer(stream, { body: Buffer.alloc(0), trailers: trailersOf(reason) });
  endUnread(stream);
}

function asRefusal(error: unknown): GrpcRefusal {
  if (error instanceof GrpcRefusal) return error;
  if (isDomainError(error) && error.code === 'body-too-large')
    return refusal('resource-exhausted', error.message);
  if (isDomainError(error) && error.kind === 'outage') return refusal('unavailable', error.message);
  if (isDomainError(error) && error.code === 'unauthenticated')
    return refusal('unauthenticated', error.message);
  return refusal('unavailable', 'The call was not answered.');
}
