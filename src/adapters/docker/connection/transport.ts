import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import type { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { EngineAddress } from './address.ts';

export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** Without the version: `/containers/json`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: object;
  readonly archive?: Buffer;
  /** For an answer as a whole; a stream has it for its first byte. */
  readonly deadline?: number;
}

/** A refusal's or an answer's JSON; more than this is no answer that Showrunner asked for. */
const largestAnswer = 64 * 1024 * 1024;

/**
 * Without keep-alive, so that no request meets a connection that a restarted engine has left half open. docker-modem writes
 * out the options of every request in full whether or not anybody debugs, and an agent leads to every open connection: a
 * hundred inspections at once took 4 s of processor time, and take 0.1 s with an agent that is described by a word.
 */
export function createAgent(): Agent {
  return Object.assign(new Agent({ keepAlive: false }), { [inspect.custom]: () => 'agent' });
}

export function createModem(address: EngineAddress, agent: Agent): Docker['modem'] {
  // Everything is said, because the modem fills gaps from the process environment (DOCKER_HOST, DOCKER_CERT_PATH).
  const options: Docker.DockerOptions & { readonly agent: Agent; readonly pathPrefix: string } = {
    host: address.host ?? '',
    port: address.port,
    socketPath: address.socketPath,
    protocol: 'http',
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
    pathPrefix: '/',
    agent,
  };
  return new Docker(options).modem;
}

/**
 * dockerode's own methods are not used, only its modem: they put a creation's body, environment included, into the URL as
 * well (where the engine's debug log shows it), cannot abort an image inspection, hold a finite log in memory whole, and
 * never settle when the engine dies in the middle of an answer. Here every answer is read as a stream, which notices.
 */
export function dial(
  modem: Docker['modem'],
  path: string,
  request: EngineRequest,
  signal: AbortSignal,
): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const options = {
      path: request.query === undefined ? path : `${path}?`,
      method: request.method,
      options: { _query: request.query ?? {}, _body: request.body ?? {} },
      ...(request.archive === undefined ? {} : { file: request.archive }),
      abortSignal: signal,
      isStream: true,
      statusCodes: { 200: true, 201: true, 202: true, 204: true },
    };
    modem.dial(options, (error, answer) => {
      if (error !== null) reject(error);
      else if (!(answer instanceof Readable)) reject(new Error('The Docker engine gave no readable answer.'));
      else resolve(answer);
    });
  });
}

export async function read(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > largestAnswer) throw new DomainError('internal', 'The Docker engine’s answer is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function parseAnswer<T>(schema: z.ZodType<T>, request: EngineRequest, text: string): T {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DomainError(
    'internal',
    `The Docker engine’s answer to ${request.method} ${request.path} was not understood at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}.`,
    { cause: parsed.error },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
