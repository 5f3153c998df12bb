import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import type { z } from 'zod';
import { gatewayName } from '#contracts/gateway.ts';
import { DomainError, type ErrorCode, isErrorCode } from '#domain/errors.ts';
import { requireAnswer } from '#platform/http2-liveness.ts';
import { gatewayFailureSchema } from '#schemas/gateway.ts';
import { tlsFault } from './tls-faults.ts';

/** In PEM: the host's key and certificate, and the authority that it trusts alone. */
export interface HostCredentials {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
}

export interface Post<Schema extends z.ZodType> {
  readonly path: string;
  readonly body: object;
  readonly answer: Schema;
  /** The outage that it is when nothing answers. */
  readonly outage: ErrorCode;
}

export interface GatewayClient {
  post<Schema extends z.ZodType>(post: Post<Schema>): Promise<z.output<Schema>>;
  /** A request whose body goes out as it is written; the caller ends it. Error: `temporal-unreachable`. */
  open(path: string): Promise<ClientHttp2Stream>;
  close(): void;
}

const connectMs = 10_000;
const answerMs = 15_000;
const pingEveryMs = 10_000;
const largestAnswer = 4 * 1024 * 1024;

/** One connection to the gateway, made with the first request and made anew when it is gone. `address` is `host:port`. */
export function createGatewayClient(address: string, credentials: Partial<HostCredentials>): GatewayClient {
  let current: Promise<ClientHttp2Session> | undefined;
  const open = (): Promise<ClientHttp2Session> => {
    const opening = openSession(address, credentials);
    current = opening;
    const forget = () => {
      if (current === opening) current = undefined;
    };
    opening.then((session) => session.once('close', forget), forget);
    return opening;
  };
  const begin = async (path: string, type: string, outage: ErrorCode): Promise<ClientHttp2Stream> => {
    try {
      const session = await (current ?? open());
      const { HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH } = constants;
      return session.request({
        [HTTP2_HEADER_METHOD]: 'POST',
        [HTTP2_HEADER_PATH]: path,
        'content-type': type,
      });
    } catch (error) {
      throw unreachable(outage, address, error);
    }
  };
  return {
    post: async ({ path, body, answer, outage }) => {
      const stream = await begin(path, 'application/json', outage);
      const { status, text } = await exchange(stream, JSON.stringify(body)).catch((error: unknown) => {
        if (stream.session !== undefined) requireAnswer(stream.session, connectMs);
        throw unreachable(outage, address, error);
      });
      if (status !== 200) throw failureOf(text, outage, address);
      return answer.parse(JSON.parse(text));
    },
    open: (path) => begin(path, 'application/x-ndjson', 'temporal-unreachable'),
    close: () => {
      current?.then(
        (session) => session.destroy(),
        () => undefined,
      );
    },
  };
}

async function openSession(
  address: string,
  { key, certificate, authority }: Partial<HostCredentials>,
): Promise<ClientHttp2Session> {
  const session = connect(`https://${address}`, {
    servername: gatewayName,
    minVersion: 'TLSv1.3',
    ...(authority === undefined ? {} : { ca: authority }),
    ...(key === undefined || certificate === undefined ? {} : { key, cert: certificate }),
  });
  // Each request ends with the session and says so; the listener keeps the error from ending the process.
  session.on('error', () => undefined);
  session.on('goaway', () => session.close());
  try {
    await once(session, 'connect', { signal: AbortSignal.timeout(connectMs) });
  } catch (error) {
    session.destroy();
    throw error;
  }
  const upkeep = setInterval(() => requireAnswer(session, connectMs), pingEveryMs);
  upkeep.unref();
  session.once('close', () => clearInterval(upkeep));
  return session;
}

async function exchange(stream: ClientHttp2Stream, body: string): Promise<{ status: number; text: string }> {
  const late = setTimeout(() => stream.destroy(new Error('no answer in time')), answerMs);
  let status = 0;
  stream.once('response', (headers) => {
    status = headers[':status'] ?? 0;
  });
  try {
    stream.end(body);
    const chunks: Buffer[] = [];
    let size = 0;
    const incoming: AsyncIterable<Buffer> = stream;
    for await (const chunk of incoming) {
      size += chunk.length;
      if (size > largestAnswer) throw new Error('the answer is too large');
      chunks.push(chunk);
    }
    // A stream that is reset ends without an answer, and without an error.
    if (status === 0) throw new Error('no answer came');
    return { status, text: Buffer.concat(chunks).toString('utf8') };
  } finally {
    clearTimeout(late);
  }
}

function failureOf(text: string, outage: ErrorCode, address: string): DomainError {
  const parsed = gatewayFailureSchema.safeParse(parseJson(text));
  if (!parsed.success || !isErrorCode(parsed.data.code))
    return unreachable(outage, address, text.slice(0, 200));
  const { code, message, data } = parsed.data;
  return new DomainError(code, message, { data });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(outage: ErrorCode, address: string, cause: unknown): DomainError {
  const fault = tlsFault(cause);
  const message =
    fault === undefined
      ? `The control plane does not answer at ${address}.`
      : `Who answers at ${address} is not trusted: ${fault}.`;
  return new DomainError(outage, message, { cause });
}
