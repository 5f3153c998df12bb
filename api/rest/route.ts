import type { z } from 'zod';
import type { ErrorCode } from '#domain/errors.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { ApiContext, Caller } from '../context.ts';
import type { TransportErrorCode } from '../errors.ts';
import { type Input, type RawInput, readInput } from './read-input.ts';

/**
 * One route, as it is served and as it is documented. Handlers are mounted from this and the OpenAPI document is made of
 * it, so a route without documentation cannot exist.
 */
export interface Route extends RouteDocument {
  /** Checks the input (every fault at once), then answers. */
  run(context: ApiContext, raw: RawInput, call: Call): Promise<Reply>;
}

export interface RouteDocument {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api/v1`, such as `/services/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag:
    | 'services'
    | 'tasks'
    | 'plans'
    | 'catalog'
    | 'events'
    | 'health'
    | 'hosts'
    | 'alerts'
    | 'config'
    | 'instance';
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Largest body in bytes; 64 KiB where nothing is said. */
  readonly bodyLimit?: number;
  readonly answer: AnswerDocument;
  /** Beyond those that every route may answer with. */
  readonly errors: readonly (ErrorCode | TransportErrorCode)[];
}

export interface AnswerDocument {
  readonly status: 200 | 201 | 202;
  readonly description: string;
  /** The JSON body, or one entry of a stream. */
  readonly schema: z.ZodType;
  /** Set where the answer is a stream: the media types that can be had, the default first. */
  readonly streams?: readonly StreamType[];
  readonly headers?: Readonly<Record<string, string>>;
}

export type StreamType = 'application/x-ndjson' | 'text/event-stream';

export interface Call {
  readonly caller: Caller;
  /** Aborts when the client goes away or the process ends. */
  readonly signal: AbortSignal;
  /** The stream's media type that the client prefers. */
  readonly accepts: (types: readonly StreamType[]) => StreamType;
}

export type Reply = JsonReply | StreamReply;

export interface JsonReply {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Chunks are written as they come, at the client's pace. */
export interface StreamReply {
  readonly type: StreamType;
  readonly chunks: AsyncIterable<string>;
}

interface TypedRoute<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Headers extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> extends RouteDocument {
  readonly params?: Params;
  readonly query?: Query;
  readonly headers?: Headers;
  readonly body?: Body;
  readonly answer: AnswerDocument & { readonly schema: Answer };
  readonly handle: (
    context: ApiContext,
    input: Input<Params, Query, Headers, Body> & Call,
  ) => Promise<StreamReply | (JsonReply & { readonly body: Answerable<z.output<Answer>> })>;
}

export function defineRoute<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Headers extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(route: TypedRoute<Params, Query, Headers, Body, Answer>): Route {
  const { handle, ...document } = route;
  return {
    ...document,
    run: async (context, raw, call) => handle(context, { ...readInput(route, raw), ...call }),
  };
}
