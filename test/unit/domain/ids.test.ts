import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '#domain/errors.ts';
import { componentName, definitionId, hostId, instanceId, isSlug, serviceId, stepId } from '#domain/ids.ts';

const parsers = { serviceId, definitionId, componentName, hostId, instanceId };
const slug = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/);

describe.each(Object.entries(parsers))('%s', (_name, parse) => {
  it('takes every slug as it is', () => {
    fc.assert(fc.property(slug, (value) => parse(value) === value));
  });

  it.each([
    '',
    '-',
    'a-',
    '-a',
    'Sonarr',
    'so narr',
    'a.b',
    'a/b',
    '../etc',
    'ä',
    'a\n',
    'x'.repeat(41),
    '$TZ',
  ])('refuses %j', (value) => {
    expect(() => parse(value)).toThrow(DomainError);
  });

  it('takes nothing that could leave a path, a label or a host name', () => {
    const hostile = fc.string({ unit: fc.constantFrom('a', '9', '-', '/', '.', 'A', ' ', '\n', '\0', 'ä') });
    fc.assert(
      fc.property(hostile, (value) => {
        const safe = /^[a-z0-9-]{1,40}$/.test(value) && !/^-|-$|\n/.test(value);
        expect(isSlug(value)).toBe(safe);
      }),
    );
  });
});

it('a refusal names the field and shows at most the beginning of a long value', () => {
  try {
    serviceId(`${'x'.repeat(500)}!`);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid-input', faults: [{ field: 'service' }] });
    expect(String(error).length).toBeLessThan(120);
  }
});

it('a step is named by its type and what it is about', () => {
  expect(stepId('createContainer', 'showrunner-sonarr')).toBe('createContainer:showrunner-sonarr');
});
