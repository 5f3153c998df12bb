import type { Request } from 'express';
import { type ParseOptions, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { ApiContext } from '../context.ts';
import { callerOf, stateOf } from '../middleware/request-state.ts';
import { type GraphContext, graphContext } from './context.ts';
import { maskError } from './errors.ts';
import { limitDocument, limits } from './limits.ts';
import { graphPath } from './path.ts';
import { graphSchema } from './schema.ts';

/** GraphQL over HTTP: queries and mutations by POST or GET, subscriptions as server-sent events. */
export function createGraphServer(api: ApiContext) {
  const { logger } = api;
  return createYoga<{ readonly req: Request }, GraphContext>({
    schema: graphSchema<{ readonly req: Request }>(),
    graphqlEndpoint: graphPath,
    context: ({ req }) => graphContext(api, callerOf(req), stateOf(req).signal),
    plugins: [limitPlugin],
    maskedErrors: { maskError: (error) => maskError(error, logger) },
    maxRequestBodySize: 256 * 1024,
    multipart: false,
    batching: false,
    cors: false,
    // Its page is loaded from elsewhere; any GraphQL client reads the schema with a token.
    graphiql: false,
    landingPage: false,
    logging: {
      debug: (...words) => logger.debug({ words }, 'graphql'),
      info: (...words) => logger.debug({ words }, 'graphql'),
      warn: (...words) => logger.warn({ words }, 'graphql'),
      error: (...words) => logger.error({ words }, 'graphql'),
    },
  });
}

/** Counts tokens while they are read, then measures the document. */
const limitPlugin: Plugin = {
  onParse: ({ setParseFn }) => {
    setParseFn((source: string, options?: ParseOptions) =>
      parse(source, { ...options, maxTokens: limits.tokens }),
    );
  },
  onValidate: ({ addValidationRule }) => {
    addValidationRule(limitDocument);
  },
};
