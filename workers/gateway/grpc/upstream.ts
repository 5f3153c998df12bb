import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';
import { requireAnswer } from '#platform/http2-liveness.ts';
import { frame } from './frame.ts';
import { GrpcRefusal, refusal } from './status.ts';

/** What Temporal answered: a framed message, if there is one, and how the call ended. */
export interface Reply {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: Uint8Array;
  readonly deadline: number;
  readonly signal: AbortSignal;
}

export interface Upstream {
  /** Throws a refusal where Temporal does not answer. */
  call(call: Call): Promise<Reply>;
  close(): void;
}

const connectMs = 5000;
const pingMs = 5000;
/** Twice what Temporal sends at most in one message. */
const largestReply = 8 * 1024 * 1024;

/** Calls to Temporal over one connection, which is made with the first call and made anew when it is gone. */
export function createUpstream(address: string): Upstream {
  let current: Promise<ClientHttp2Session> | undefined;
  const open = (): Promise<ClientHttp2Session> => {
    const opening = openSession(address);
    current = opening;
    const forget = () => {
      if (current === opening) current = undefined;
    };
    opening.then((session) => session.once('close', forget), forget);
    return opening;
  };
  return {
    call: async (call) => {
      const session = await (current ?? open());
      return await exchange(session, call);
    },
    close: () => {
      current?.then(
        (session) => session.destroy(),
        () => undefined,
      );
    },
  };
}

async function openSession(address: string): Promise<ClientHttp2Session> {
  const session = connect(`http://${address}`);
  // Each call ends with the session and says so; the listener keeps the error from ending the process.
  session.on('error', () => undefined);
  session.on('goaway', () => session.close());
  try {
    await once(session, 'connect', { signal: AbortSignal.timeout(connectMs) });
    return session;
  } catch {
    session.destroy();
    throw refusal('unavailable', 'Temporal does not answer.');
  }
}

async function exchange(session: ClientHttp2Session, call: Call): Promise<Reply> {
  const { path, headers, message, deadline, signal } = call;
  const late = AbortSignal.timeout(deadline);
  const stream = request(session, {
    ...headers,
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: path,
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': `${deadline}m`,
  });
  const abort = () => stream.close(constants.NGHTTP2_CANCEL);
  const ended = AbortSignal.any([late, signal]);
  ended.addEventListener('abort', abort, { once: true });
  try {
    if (ended.aborted) abort();
    stream.end(frame(message));
    return await readReply(stream);
  } catch (error) {
    if (late.aborted) requireAnswer(session, pingMs);
    if (late.aborted) throw refusal('deadline-exceeded', 'Temporal did not answer in time.');
    throw error instanceof GrpcRefusal ? error : refusal('unavailable', 'Temporal’s answer did not come.');
  } finally {
    ended.removeEventListener('abort', abort);
  }
}

function request(session: ClientHttp2Session, headers: Record<string, string>): ClientHttp2Stream {
  try {
    return session.request(headers);
  } catch {
    throw refusal('unavailable', 'The connection to Temporal has just ended.');
  }
}

async function readReply(stream: ClientHttp2Stream): Promise<Reply> {
  let trailers: Record<string, string> = {};
  const take = (headers: IncomingHttpHeaders) => {
    trailers = { ...trailers, ...grpcFields(headers) };
  };
  stream.on('response', take);
  stream.on('trailers', take);
  const chunks: Buffer[] = [];
  let size = 0;
  const incoming: AsyncIterable<Buffer> = stream;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > largestReply) throw refusal('resource-exhausted', 'Temporal’s answer is too large.');
    chunks.push(chunk);
  }
  if (trailers['grpc-status'] === undefined) throw refusal('unavailable', 'Temporal’s answer has no end.');
  return { body: Buffer.concat(chunks), trailers };
}

function grpcFields(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    ['grpc-status', 'grpc-message', 'grpc-status-details-bin'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );
}
