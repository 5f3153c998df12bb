import { z } from 'zod';
import { DomainError, type Fault } from '#domain/errors.ts';
import { faultsOf } from './faults.ts';

/** A request's parts as they came in. */
export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

/** What a handler gets: each part as its schema made it. A part without a schema is not there to be read. */
export interface Input<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Headers extends z.ZodType,
  Body extends z.ZodType,
> {
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly headers: z.output<Headers>;
  readonly body: z.output<Body>;
}

interface Schemas<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Headers extends z.ZodType,
  Body extends z.ZodType,
> {
  readonly params?: Params;
  readonly query?: Query;
  readonly headers?: Headers;
  readonly body?: Body;
}

/**
 * Parses every part. Errors: `not-found` for an id that cannot be one, else `invalid-input` with the faults of all parts;
 * an unknown field or query parameter is a fault.
 */
export function readInput<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Headers extends z.ZodType,
  Body extends z.ZodType,
>(schemas: Schemas<Params, Query, Headers, Body>, raw: RawInput): Input<Params, Query, Headers, Body> {
  const params = (schemas.params ?? z.object({})).safeParse(raw.params);
  if (!params.success) throw new DomainError('not-found', 'There is nothing under that id.');
  const query = (schemas.query ?? z.strictObject({})).safeParse(raw.query, faultTexts);
  const headers = (schemas.headers ?? z.object({})).safeParse(raw.headers, faultTexts);
  const body = (schemas.body ?? z.unknown()).safeParse(raw.body, faultTexts);
  if (!query.success || !headers.success || !body.success) {
    throw invalidInput([query, headers, body].flatMap((part) => faultsOf(part.error)));
  }
  const parts: unknown = { params: params.data, query: query.data, headers: headers.data, body: body.data };
  // Each part was parsed by the schema that gives it its type; a part without one is empty, as its type says.
  return parts as Input<Params, Query, Headers, Body>;
}

/** Every fault in one error. */
export function invalidInput(faults: readonly Fault[]): DomainError {
  const shown = faults.slice(0, 5).map(({ field, reason }) => `${field} ${reason}`);
  const rest = faults.length > shown.length ? ` and ${faults.length - shown.length} more` : '';
  return new DomainError('invalid-input', `The request is not valid: ${shown.join('; ')}${rest}.`, {
    faults,
  });
}

/** Words for what zod finds, without the value that was sent: it may be a secret. A schema's own words come first. */
export const faultTexts: Parameters<z.ZodType['safeParse']>[1] = {
  error: (issue) => {
    if (issue.code !== 'invalid_type') return undefined;
    return issue.input === undefined ? 'is required' : `must be ${article(issue.expected)}`;
  },
};

function article(type: string): string {
  const names: Readonly<Record<string, string>> = { array: 'a list', string: 'a text', record: 'an object' };
  return names[type] ?? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
