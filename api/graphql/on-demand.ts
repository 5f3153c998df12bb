import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'express';
import type { GraphSocket, GraphSocketOptions } from './websocket.ts';

/** GraphQL on the API's server, loaded when it is first asked for. */
export interface GraphEndpoint {
  readonly handle: RequestHandler;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close(): Promise<void>;
}

/** Its libraries cost 25 MB and half a second of start; who uses REST alone does not pay for them. */
export function graphOnDemand(options: GraphSocketOptions): GraphEndpoint {
  const server = once(async () => (await import('./server.ts')).createGraphServer(options.api));
  const socket = once(async () => (await import('./websocket.ts')).createGraphSocket(options));
  return {
    handle: async (request, response) => {
      const graph = await server.get();
      await graph.requestListener(request, response);
    },
    upgrade: (request, connection, head) => {
      // Until someone else listens for it, a connection that breaks would end the process.
      connection.on('error', () => connection.destroy());
      socket.get().then(
        (ready: GraphSocket) => ready.upgrade(request, connection, head),
        (error: unknown) => {
          options.api.logger.error({ err: error }, 'GraphQL could not be loaded');
          connection.destroy();
        },
      );
    },
    close: async () => {
      await (await socket.made)?.close();
    },
  };
}

function once<Result>(make: () => Promise<Result>) {
  let made: Promise<Result> | undefined;
  return {
    get made() {
      return made;
    },
    get: () => {
      made ??= make();
      return made;
    },
  };
}
