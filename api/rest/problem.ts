import type { z } from 'zod';
import type { problemSchema } from '#schemas/api/common.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import { failureOf } from '../errors.ts';

export type Problem = Answerable<z.output<typeof problemSchema>>;

export const problemType = 'application/problem+json';

/** The problem document (RFC 9457) of a failure. */
export function problemOf(error: unknown, correlationId: string): Problem {
  const { status, code, title, detail, remedy, faults, data } = failureOf(error);
  return {
    type: `urn:showrunner:error:${code}`,
    title,
    status,
    code,
    detail,
    remedy,
    correlationId,
    ...(faults.length === 0 ? {} : { faults }),
    ...(Object.keys(data).length === 0 ? {} : { data }),
  };
}
