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
  return new ModemEngine(address, deadlines);
}

class ModemEngine implements Engine {
  readonly deadlines: Deadlines;
  readonly #address: string;
  readonly #agent = createAgent();
  readonly #modem: ReturnType<typeof createModem>;
  readonly #closing = new AbortController();
  #negotiated: Promise<NegotiatedVersion> | undefined;

  constructor(address: EngineAddress, deadlines: Deadlines) {
    this.deadlines = deadlines;
    this.#address = address.text;
    this.#modem = createModem(address, this.#agent);
  }

  version(): Promise<NegotiatedVersion> {
    this.#negotiated ??= this.#negotiate().catch((error: unknown) => {
      this.#negotiated = undefined;
      throw error;
    });
    return this.#negotiated;
  }

  ask<T>(schema: z.ZodType<T>, request: EngineRequest): Promise<T> {
    return this.#call(request, async (signal) =>
      parseAnswer(schema, request, await read(await this.#open(request, signal))),
    );
  }

  tell(request: EngineRequest): Promise<void> {
    return this.#call(request, async (signal) => {
      await read(await this.#open(request, signal));
    });
  }

  async *stream(request: EngineRequest, signal: AbortSignal, silence?: number): AsyncGenerator<Buffer> {
    const ending = new AbortController();
    const all = AbortSignal.any([signal, this.#closing.signal, ending.signal]);
    try {
      signal.throwIfAborted();
      const body = await this.#call(request, (limit) =>
        openUntil(limit, (both) => this.#open(request, both), all),
      );
      yield* chunksOf(body, all, silence === undefined ? undefined : { request, silence });
    } catch (error) {
      throw all.aborted ? all.reason : this.#failed(error);
    } finally {
      ending.abort();
    }
  }

  close(): void {
    this.#closing.abort(
      new DomainError('engine-unreachable', 'The connection to the Docker engine was closed.'),
    );
    this.#agent.destroy();
  }

  #negotiate(): Promise<NegotiatedVersion> {
    const request: EngineRequest = { method: 'GET', path: '/version' };
    return this.#call(request, async (signal) => {
      const answer = await read(await dial(this.#modem, request.path, request, signal));
      return negotiate(parseAnswer(versionAnswer, request, answer));
    });
  }

  async #open(request: EngineRequest, signal: AbortSignal): Promise<Readable> {
    const { api } = await this.version();
    return await dial(this.#modem, `/v${api}${request.path}`, request, signal);
  }

  async #call<T>(request: EngineRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const milliseconds = request.deadline ?? this.deadlines.look;
    const late = (): Error => tooSlow(request, milliseconds);
    try {
      return await withDeadline(milliseconds, late, [this.#closing.signal], work);
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** An engine that was away may come back as another version. */
  #failed(error: unknown): Error {
    const failure = engineError(error, this.#address);
    if (failure instanceof DomainError && failure.kind === 'outage') this.#negotiated = undefined;
    return failure;
  }
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
