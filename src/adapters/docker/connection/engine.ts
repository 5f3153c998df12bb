import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { EngineAddress } from './address.ts';
import { type NegotiatedVersion, negotiate, versionAnswer } from './api-version.ts';
import { withDeadline } from './deadline.ts';
import { engineError } from './engine-errors.ts';
import { createAgent, createModem, dial, type EngineRequest, parseAnswer, read } from './transport.ts';

/** One engine, reached over dockerode's modem. Every call ends: answered, refused, or as an outage. */
export interface Engine {
  readonly deadlines: Deadlines;
  version(): Promise<NegotiatedVersion>;
  /** The parsed answer. */
  ask<T>(schema: z.ZodType<T>, request: EngineRequest): Promise<T>;
  /** The same, where the answer says nothing. */
  tell(request: EngineRequest): Promise<void>;
  /** An answer without end; throws the signal's reason on abort, and `engine-timeout` after `silence` without a byte. */
  stream(request: EngineRequest, signal: AbortSignal, silence?: number): AsyncGenerator<Buffer>;
  close(): void;
}

export interface Deadlines {
  /** Lists and inspections. */
  readonly look: number;
  /** What changes something. */
  readonly change: number;
  /** A pull of which nothing is heard. */
  readonly pullSilence: number;
}

export function createEngine(address: EngineAddress, deadlines: Deadlines): Engine {
  const agent = createAgent();
  const closing = new AbortController();
  const modem = createModem(address, agent);
  let negotiated: Promise<NegotiatedVersion> | undefined;

  async function call<T>(request: EngineRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const milliseconds = request.deadline ?? deadlines.look;
    try {
      return await withDeadline(milliseconds, () => tooSlow(request, milliseconds), [closing.signal], work);
    } catch (error) {
      throw forgetting(engineError(error, address.text));
    }
  }

  // An engine that was away may come back as another version.
  function forgetting(error: Error): Error {
    if (error instanceof DomainError && error.kind === 'outage') negotiated = undefined;
    return error;
  }

  function version(): Promise<NegotiatedVersion> {
    const request: EngineRequest = { method: 'GET', path: '/version' };
    negotiated ??= call(request, async (signal) =>
      negotiate(
        parseAnswer(versionAnswer, request, await read(await dial(modem, request.path, request, signal))),
      ),
    ).catch((error: unknown) => {
      negotiated = undefined;
      throw error;
    });
    return negotiated;
  }

  async function open(request: EngineRequest, signal: AbortSignal): Promise<Readable> {
    const { api } = await version();
    return await dial(modem, `/v${api}${request.path}`, request, signal);
  }

  async function* stream(
    request: EngineRequest,
    signal: AbortSignal,
    silence?: number,
  ): AsyncGenerator<Buffer> {
    const ending = new AbortController();
    const all = AbortSignal.any([signal, closing.signal, ending.signal]);
    try {
      signal.throwIfAborted();
      const body = await call(request, (limit) => openUntil(limit, (both) => open(request, both), all));
      yield* chunksOf(body, all, silence === undefined ? undefined : { request, silence });
    } catch (error) {
      throw all.aborted ? all.reason : forgetting(engineError(error, address.text));
    } finally {
      ending.abort();
    }
  }

  return {
    deadlines,
    version,
    ask: (schema, request) =>
      call(request, async (signal) => parseAnswer(schema, request, await read(await open(request, signal)))),
    tell: (request) =>
      call(request, async (signal) => {
        await read(await open(request, signal));
      }),
    stream,
    close() {
      closing.abort(new DomainError('engine-unreachable', 'The connection to the Docker engine was closed.'));
      agent.destroy();
    },
  };
}

/** Opens with a deadline that ends with the first byte, while `lasting` goes on ruling the answer. */
async function openUntil(
  limit: AbortSignal,
  open: (signal: AbortSignal) => Promise<Readable>,
  lasting: AbortSignal,
): Promise<Readable> {
  const both = new AbortController();
  const abort = (): void => both.abort(limit.aborted ? limit.reason : lasting.reason);
  limit.addEventListener('abort', abort, { once: true });
  lasting.addEventListener('abort', abort, { once: true });
  try {
    return await open(both.signal);
  } finally {
    limit.removeEventListener('abort', abort);
  }
}

async function* chunksOf(
  body: Readable,
  signal: AbortSignal,
  limit: { readonly request: EngineRequest; readonly silence: number } | undefined,
): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await (limit === undefined
        ? chunks.next()
        : withDeadline(
            limit.silence,
            () => tooSlow(limit.request, limit.silence),
            [signal],
            () => chunks.next(),
          ));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}

function tooSlow(request: EngineRequest, milliseconds: number): DomainError {
  return new DomainError(
    'engine-timeout',
    `The Docker engine did not answer ${request.method} ${request.path} within ${milliseconds / 1000} s.`,
  );
}
