import { describe, expect, it } from 'vitest';
import { DomainError, errorTable, isDomainError, isErrorCode } from '#domain/errors.ts';

describe.each(Object.entries(errorTable))('%s', (code, { what, remedy }) => {
  it('is a stable code in words and hyphens', () => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(isErrorCode(code)).toBe(true);
  });

  it('says what happened, and in a whole sentence what to do', () => {
    expect(what).toMatch(/^[A-Z].*[^.]$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  });
});

it('what every object has is no code', () => {
  for (const name of ['toString', 'constructor', '__proto__', '']) expect(isErrorCode(name)).toBe(false);
});

it('an error knows its kind and remedy, and keeps its cause', () => {
  const cause = new Error('socket hang up');
  const error = new DomainError('engine-unreachable', 'The engine at /run/x.sock does not answer.', {
    cause,
  });
  expect(error).toMatchObject({ kind: 'outage', remedy: errorTable['engine-unreachable'].remedy, cause });
  expect(error).toMatchObject({ faults: [], data: {} });
  expect(isDomainError(error)).toBe(true);
  expect(isDomainError(cause)).toBe(false);
});
