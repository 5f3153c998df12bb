import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillIn, fillInPlain, type Variables, variablesOf } from '#domain/plan/variables.ts';
import { secretPath, secretReference } from '#domain/secret.ts';
import { place } from '#test/support/domain/index.ts';

const key = secretReference(secretPath('sonarr', 'api-key'), 3);
const variables: Variables = {
  plain: { TZ: 'Europe/Vienna', EMPTY: '', SETTING_COLOUR: 'red' },
  secrets: { SECRET_API_KEY: key },
};
const filled = (template: string) => fillIn(template, variables);

describe('a place', () => {
  it.each([
    [place('TZ'), ['Europe/Vienna']],
    [`a ${place('TZ')} b`, ['a Europe/Vienna b']],
    [`${place('TZ')}${place('SETTING_COLOUR')}`, ['Europe/Viennared']],
    [place('TZ:-UTC'), ['Europe/Vienna']],
    [place('NOPE'), []],
    [place('NOPE:-fallback'), ['fallback']],
    [place('NOPE:-'), []],
    [place('EMPTY:-fallback'), ['fallback']],
    [place('EMPTY'), []],
  ])('%s is filled in as %j', (template, text) => {
    expect(filled(template)).toEqual(text);
  });

  it('of a secret stays a reference, in the encoding that was asked for', () => {
    expect(filled(`key=${place('SECRET_API_KEY')};`)).toEqual(['key=', { secret: key, as: 'plain' }, ';']);
    expect(filled(place('SECRET_API_KEY|plain'))).toEqual([{ secret: key, as: 'plain' }]);
    expect(filled(place('SECRET_API_KEY|qbittorrent-pbkdf2'))).toEqual([
      { secret: key, as: 'qbittorrent-pbkdf2' },
    ]);
  });

  it('of a secret that is not there takes the fallback', () => {
    expect(filled(place('SECRET_OTHER:-none'))).toEqual(['none']);
  });

  it('in an encoding that does not exist is a fault of the catalog', () => {
    expect(() => filled(place('SECRET_API_KEY|rot13'))).toThrow(
      expect.objectContaining({
        code: 'catalog-invalid',
        message: '"rot13" is not a way to write a secret.',
      }),
    );
  });
});

describe('what is no place stands as it is', () => {
  it.each([
    '',
    'costs 5$',
    '$HOME',
    place('lower'),
    place('1ST'),
    place(''),
    place(' TZ'),
    place('TZ '),
    '${TZ',
    '$(id)',
    '`id`',
  ])('%j', (text) => {
    expect(filled(text).join('')).toBe(text);
  });
});

describe('two dollar signs', () => {
  it.each([
    [`$${place('TZ')}`, place('TZ')],
    ['5$$', '5$'],
    [`$$${place('TZ')}`, '$Europe/Vienna'],
    ['$$$$', '$$'],
    [`$${place('SECRET_API_KEY')}`, place('SECRET_API_KEY')],
  ])('in %j are one in %j, and what follows is text', (template, text) => {
    expect(filled(template)).toEqual([text]);
  });
});

describe('hostile values', () => {
  it('are never read again: a setting cannot reach a secret', () => {
    const hostile = { ...variables, plain: { SETTING_COLOUR: place('SECRET_API_KEY') } };
    expect(fillIn(place('SETTING_COLOUR'), hostile)).toEqual([place('SECRET_API_KEY')]);
    expect(fillIn(`$\{${place('SETTING_COLOUR')}}`, hostile)).toEqual([`$\{${place('SECRET_API_KEY')}}`]);
  });

  it('go in as they are, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        const text = fillIn(`<${place('IT')}>`, { plain: { IT: value }, secrets: {} });
        expect(text).toEqual([`<${value}>`]);
      }),
    );
  });

  it('names that every object has stand for nothing', () => {
    for (const name of ['CONSTRUCTOR', 'TO_STRING', 'HAS_OWN_PROPERTY'])
      expect(filled(place(name))).toEqual([]);
  });

  it('a long text without an end is read in time', () => {
    const long = '${A'.repeat(50_000);
    const began = performance.now();
    expect(filled(long).join('')).toBe(long);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

it('a text is as short as it can be: no empty parts, no two texts in a row', () => {
  const template = fc
    .array(fc.constantFrom('a', '', place('TZ'), place('EMPTY'), place('SECRET_API_KEY'), '$$'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(template, (text) => {
      const parts = filled(text);
      for (const [at, part] of parts.entries()) {
        expect(part).not.toBe('');
        expect(typeof part === 'string' && typeof parts[at - 1] === 'string').toBe(false);
      }
    }),
  );
});

it('a secret may not stand where its value would be seen', () => {
  expect(fillInPlain(`run --zone=${place('TZ')}`, variables)).toBe('run --zone=Europe/Vienna');
  expect(() => fillInPlain(`run --key=${place('SECRET_API_KEY')}`, variables)).toThrow(
    expect.objectContaining({ code: 'catalog-invalid' }),
  );
});

it('a template tells the names that it uses', () => {
  expect(variablesOf(`${place('TZ')} $${place('NOT')} ${place('SECRET_X|plain')} ${place('Y:-z')}`)).toEqual([
    'TZ',
    'SECRET_X',
    'Y',
  ]);
});
