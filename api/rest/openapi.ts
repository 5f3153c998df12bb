import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { ErrorCode } from '#domain/errors.ts';
import { problemSchema } from '#schemas/api/common.ts';
import { codeEntry, type TransportErrorCode } from '../errors.ts';
import { apiBase } from './base.ts';
import { problemType } from './problem.ts';
import type { Route } from './route.ts';

/** The OpenAPI 3.1 document of a route table. The same table gives the same document. */
export function openApiDocument(routes: readonly Route[], version: string) {
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Showrunner',
        version,
        description:
          'Installs, wires, watches and heals a media server’s services on Docker. Every operation is a durable task: it answers 202 with the task, which can be followed and cancelled. Failures are problem documents (RFC 9457) with a stable `code`.',
      },
      servers: [{ url: apiBase }],
      security: [{ bearer: [] }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: '`showrunner token` prints one.' },
        },
      },
      paths: pathsOf(routes),
    },
    {
      // An answer may get more fields in a later version, and a client must not mind.
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties;
      },
    },
  );
}

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  }
  return paths;
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { operationId, summary, description, tag, params, query, headers, body } = route;
  return {
    operationId,
    summary,
    tags: [tag],
    ...(description === undefined ? {} : { description }),
    requestParams: {
      ...(params === undefined ? {} : { path: params }),
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { header: headers }),
    },
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { ...answerOf(route), ...problemsOf(route) },
  };
}

function answerOf({ answer }: Route): ZodOpenApiResponsesObject {
  const { status, description, schema, streams = ['application/json'], headers = {} } = answer;
  const documented = Object.entries(headers).map(([name, text]) => [
    name,
    z.string().meta({ description: text }),
  ]);
  return {
    [`${status}` as const]: {
      description,
      ...(documented.length === 0 ? {} : { headers: z.object(Object.fromEntries(documented)) }),
      content: Object.fromEntries(streams.map((type) => [type, { schema }])),
    },
  };
}

/** Every route may meet these. */
const always: Route['errors'] = [
  'invalid-input',
  'unauthenticated',
  'rate-limited',
  'database-unreachable',
  'internal',
];
const withBody: Route['errors'] = ['body-too-large', 'unsupported-media-type'];

function problemsOf({ errors, body }: Route): ZodOpenApiResponsesObject {
  const codes = [...always, ...(body === undefined ? [] : withBody), ...errors];
  const byStatus = Map.groupBy(new Set(codes), (code) => codeEntry(code).status);
  const responses = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, sharing]) => [
      String(status),
      {
        description: sharing.map(describe).join(' '),
        content: { [problemType]: { schema: problemSchema } },
      },
    ]);
  return Object.fromEntries(responses);
}

function describe(code: ErrorCode | TransportErrorCode): string {
  return `\`${code}\`: ${codeEntry(code).what}.`;
}
