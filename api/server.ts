import { createServer, type Server } from 'node:http';
import express, { type RequestHandler } from 'express';
import { internalStreamsPath } from '#contracts/streams.ts';
import { DomainError } from '#domain/errors.ts';
import { closerOf } from './closer.ts';
import type { ApiContext } from './context.ts';
import { docsPage } from './docs-page.ts';
import { graphOnDemand } from './graphql/on-demand.ts';
import { graphPath } from './graphql/path.ts';
import { acceptUpload } from './internal-streams.ts';
import { createApiMetrics } from './metrics/api-metrics.ts';
import { metricsPath, serveMetrics } from './metrics/serve-metrics.ts';
import { type Authenticate, createAuthenticate } from './middleware/authenticate.ts';
import { begin } from './middleware/begin.ts';
import { createFailureLimit } from './middleware/failure-limit.ts';
import { answerFailures } from './middleware/failures.ts';
import { createHostCheck } from './middleware/host-check.ts';
import { stateOf } from './middleware/request-state.ts';
import { forEverything, requireScope } from './middleware/scope.ts';
import { principalOf } from './middleware/token.ts';
import { probes } from './probes.ts';
import { apiBase } from './rest/base.ts';
import { mountRoutes } from './rest/mount.ts';
import { routes } from './rest/routes/index.ts';
import type { StreamTimes } from './rest/send.ts';
import type { StreamRegistry } from './streams.ts';

export interface ApiServerOptions {
  readonly context: ApiContext;
  readonly streams: StreamRegistry;
  /** Names beside the loopback's under which the API is reached. */
  readonly hostNames: readonly string[];
  readonly times?: StreamTimes;
}

export interface ApiServer {
  readonly http: Server;
  /** Ends streams and connections; answers that are under way get a moment. */
  close(): Promise<void>;
}

/** The whole API on one HTTP server, which is not listening yet. */
export function createApiServer({ context, streams, hostNames, times }: ApiServerOptions): ApiServer {
  const closing = new AbortController();
  const checkHost = createHostCheck(hostNames);
  const authenticate = createAuthenticate(context.ports.tokens, createFailureLimit());
  const metrics = createApiMetrics(context, closing.signal);
  const graph = graphOnDemand({
    api: metrics.counting('graphql', context),
    authenticate: forEverything(authenticate),
    checkHost,
    closing: closing.signal,
  });
  const app = express().disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use(begin({ logger: context.logger, checkHost, closing: closing.signal }));
  app.use(metrics.measure);
  app.use(probes(context));
  app.post(`${internalStreamsPath}/:token`, acceptUpload(streams));
  app.use('/docs', docsPage());
  app.use(requireToken(authenticate));
  app.get(`${apiBase}/openapi.json`, serveDocument(context.instance.version));
  app.get(metricsPath, serveMetrics(metrics));
  app.use(apiBase, mountRoutes(routes, metrics.counting('rest', context), times));
  app.use(graphPath, named(graphPath), graph.handle);
  app.use(() => {
    throw new DomainError('not-found', 'There is nothing under that address.');
  });
  app.use(answerFailures(context.logger));

  const http = createServer({ headersTimeout: 10_000, requestTimeout: 0, maxHeaderSize: 16_384 }, app);
  http.on('upgrade', graph.upgrade);
  const shut = closerOf(http);
  return {
    http,
    close: async () => {
      closing.abort();
      const closed = shut();
      await graph.close();
      await closed;
    },
  };
}

function requireToken(authenticate: Authenticate): RequestHandler {
  return async (request, _response, next) => {
    const { authorization } = request.headers;
    const principal = await authenticate(authorization, request.socket.remoteAddress ?? '');
    stateOf(request).principal = principalOf(principal.name);
    requireScope(principal, request.method, request.path);
    next();
  };
}

function named(path: string): RequestHandler {
  return (request, _response, next) => {
    stateOf(request).route = path;
    next();
  };
}

function serveDocument(version: string): RequestHandler {
  // Made when it is first asked for: most processes never are.
  let text: string | undefined;
  return async (request, response) => {
    stateOf(request).route = '/openapi.json';
    text ??= JSON.stringify((await import('./rest/openapi.ts')).openApiDocument(routes, version));
    response.type('application/json').send(text);
  };
}
