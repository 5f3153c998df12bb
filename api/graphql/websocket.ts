import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, GraphQLError, parse, specifiedRules, validate } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { isDomainError } from '#domain/errors.ts';
import type { ApiContext, Caller } from '../context.ts';
import { TransportError } from '../errors.ts';
import type { Authenticate } from '../middleware/authenticate.ts';
import { correlationIdOf } from '../middleware/correlation.ts';
import { principalOf } from '../middleware/token.ts';
import { graphContext } from './context.ts';
import { maskError } from './errors.ts';
import { limitDocument, limits } from './limits.ts';
import { graphPath } from './path.ts';
import { graphSchema } from './schema.ts';

/** GraphQL over WebSocket (`graphql-transport-ws`), on the API's own HTTP server. */
export interface GraphSocket {
  /** Takes over an upgrade, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

export interface GraphSocketOptions {
  readonly api: ApiContext;
  readonly authenticate: Authenticate;
  readonly checkHost: (host: string | undefined) => void;
  /** Aborts when the process ends. */
  readonly closing: AbortSignal;
}

const mostConnections = 200;
const mostOperations = 50;
const goingAway = 1001;

/** A browser's WebSocket cannot set headers, so the token comes as `authorization` in the connection's parameters. */
export function createGraphSocket({
  api,
  authenticate,
  checkHost,
  closing,
}: GraphSocketOptions): GraphSocket {
  const server = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024 });
  const callers = new WeakMap<WebSocket, Caller>();
  const schema = graphSchema();
  const mask = (errors: readonly GraphQLError[]) =>
    errors.map((error) => maskError(error, api.logger).toJSON());
  const disposable = useServer(
    {
      schema,
      connectionInitWaitTimeout: 5000,
      onConnect: async ({ connectionParams, extra }) => {
        const caller = await findCaller(authenticate, connectionParams, extra);
        if (caller !== undefined) callers.set(extra.socket, caller);
        return caller !== undefined;
      },
      onSubscribe: ({ extra, subscriptions }, _id, payload) => {
        const caller = callers.get(extra.socket);
        if (caller === undefined || Object.keys(subscriptions).length > mostOperations) {
          return [new GraphQLError(`A connection may have ${mostOperations} operations at a time.`)];
        }
        return prepare(schema, payload, graphContext(api, caller, closing));
      },
      onNext: (_context, _id, _payload, _args, { data, errors }) =>
        errors === undefined ? undefined : { ...(data === undefined ? {} : { data }), errors: mask(errors) },
      onError: (_context, _id, _payload, errors) => mask(errors),
      isProd: true,
    },
    server,
  );
  return {
    upgrade: (request, socket, head) => {
      const status = server.clients.size >= mostConnections ? 503 : statusOf(request, checkHost);
      if (status === 101) {
        server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request));
      } else {
        socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      }
    },
    close: async () => {
      for (const client of server.clients) client.close(goingAway);
      await disposable.dispose();
    },
  };
}

function statusOf(
  { url = '', headers }: IncomingMessage,
  checkHost: GraphSocketOptions['checkHost'],
): number {
  if (url.split('?')[0] !== graphPath) return 404;
  try {
    checkHost(headers.host);
    return 101;
  } catch (error) {
    if (error instanceof TransportError) return 421;
    throw error;
  }
}

async function findCaller(
  authenticate: Authenticate,
  parameters: Readonly<Record<string, unknown>> | undefined,
  { request }: Extra,
): Promise<Caller | undefined> {
  const { authorization } = parameters ?? {};
  try {
    const header = typeof authorization === 'string' ? authorization : undefined;
    const { name } = await authenticate(header, request.socket.remoteAddress ?? '');
    return { principal: principalOf(name), correlationId: correlationIdOf(request.headers) };
  } catch (error) {
    // The protocol's own answer to a connection without a right to it is a close with 4403.
    if (isDomainError(error) || error instanceof TransportError) return undefined;
    throw error;
  }
}

function prepare(
  schema: ExecutionArgs['schema'],
  { query, variables, operationName }: SubscribePayload,
  contextValue: object,
): ExecutionArgs | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: limits.tokens });
    const errors = validate(schema, document, [...specifiedRules, limitDocument]);
    if (errors.length > 0) return errors;
    return { schema, document, contextValue, variableValues: variables, operationName };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}
