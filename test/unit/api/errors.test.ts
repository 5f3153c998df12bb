import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf, httpStatuses, TransportError, transportErrors } from '#api/errors.ts';
import { problemOf } from '#api/rest/problem.ts';
import { DomainError, errorTable, isErrorCode } from '#domain/errors.ts';

const page = await readFile(join(import.meta.dirname, '../../../docs/reference/errors.md'), 'utf8');
const codes = Object.keys(errorTable).filter(isErrorCode);

describe('every error code', () => {
  it.each(codes)('%s has a status that fits its kind, and a line in the reference', (code) => {
    const { kind, what, remedy } = errorTable[code];
    const status = httpStatuses[code];
    if (kind === 'input' || kind === 'conflict') expect(status).toBeLessThan(500);
    else expect(status).toBeGreaterThanOrEqual(500);
    expect(page).toContain(`| \`${code}\` | ${status} | ${what}. | ${remedy} |`);
  });

  it.each(Object.entries(transportErrors))(
    '%s of HTTP itself is in the reference',
    (code, { status, what }) => {
      expect(page).toContain(`| \`${code}\` | ${status} | ${what}. |`);
    },
  );

  it('in the reference is one that there is', () => {
    const documented = [...page.matchAll(/^\| `([a-z-]+)` \| \d/gm)].map(([, code]) => code);
    expect(new Set(documented)).toEqual(new Set([...codes, ...Object.keys(transportErrors)]));
  });
});

describe('a problem document', () => {
  it('has what a person and a program need, and nothing empty', () => {
    const error = new DomainError('service-busy', 'redis is busy.', { data: { task: 't' } });
    expect(problemOf(error, 'c-1')).toEqual({
      type: 'urn:showrunner:error:service-busy',
      title: 'Another operation holds the service',
      status: 409,
      code: 'service-busy',
      detail: 'redis is busy.',
      remedy: 'Wait for the named task, or cancel it.',
      correlationId: 'c-1',
      data: { task: 't' },
    });
  });

  it('says nothing of an error that Showrunner does not know', () => {
    const problem = problemOf(new Error('password=hunter2'), 'c-1');
    expect(problem).toMatchObject({ code: 'internal', status: 500 });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it('of an outage says when to come back', () => {
    expect(failureOf(new DomainError('database-unreachable', 'away')).headers).toEqual({
      'Retry-After': '5',
    });
    const limited = new TransportError('rate-limited', 'wait', { 'Retry-After': '9' });
    expect(failureOf(limited)).toMatchObject({ status: 429, headers: { 'Retry-After': '9' } });
  });
});
