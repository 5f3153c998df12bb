import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configHash } from '#domain/plan/hash.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import type { Settings } from '#domain/service.ts';
import {
  aComponent,
  aDefinition,
  argumentsOf,
  aSetting,
  digest,
  place,
  planningInput,
  stackOf,
  versions,
  withRow,
} from '#test/support/domain/index.ts';

const sample = aDefinition('sample', {
  settings: { colour: aSetting(), token: aSetting({ secret: true }) },
  secrets: { 'api-key': { title: 'Key', generator: { type: 'hex', length: 32 } } },
  components: [
    aComponent('sample', {
      environment: {
        COLOUR: place('SETTING_COLOUR'),
        TOKEN: place('SETTING_TOKEN'),
        KEY: place('SECRET_API_KEY'),
      },
    }),
  ],
});

interface Case {
  readonly settings?: Settings;
  readonly sealed?: string;
  readonly secretVersions?: Readonly<Record<string, number>>;
  readonly revision?: number;
  readonly image?: string;
}

function inputOf({ settings = {}, sealed, secretVersions = {}, revision = 1, image }: Case): PlanningInput {
  const components = sample.components.map((one) => ({ ...one, image: image ?? one.image }));
  const stack = withRow(stackOf([{ ...sample, components }], 'sample'), 'sample', {
    settings,
    sealed: sealed === undefined ? {} : { token: sealed },
    revision,
  });
  return planningInput(stack, 'sample', { secretVersions: versions(secretVersions) });
}

const planHashOf = (one: Case): string => planInstall(inputOf(one)).hash;
const configHashOf = (one: Case): string | undefined =>
  argumentsOf(planInstall(inputOf(one)), 'createContainer')[0]?.configHash;

describe('the hash of a plan', () => {
  it('does not know which version of a secret is used', () => {
    const all = { 'sample/api-key': 1, 'sample/token': 1 };
    const later = { 'sample/api-key': 7, 'sample/token': 12 };
    expect(planHashOf({ secretVersions: all })).toBe(planHashOf({ secretVersions: later }));
  });

  it('does not know a sealed value', () => {
    const jwe = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}(\.[A-Za-z0-9_-]{1,40}){2,4}$/);
    fc.assert(
      fc.property(jwe, jwe, (one, other) => {
        expect(planHashOf({ sealed: one })).toBe(planHashOf({ sealed: other }));
      }),
    );
  });

  it('does not know the row’s revision', () => {
    expect(planHashOf({ revision: 1 })).toBe(planHashOf({ revision: 2 }));
  });

  it('is another one for another image', () => {
    expect(planHashOf({ image: 'example.org/sample:1.0.1' })).not.toBe(planHashOf({}));
  });

  it('is another one for another setting, whatever it holds', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('","sealed":"x', '"revision":1', 'a","b', '\\', '\\"', '"configHash":"x",'),
    );
    fc.assert(
      fc.property(value, value, (one, other) => {
        const same =
          planHashOf({ settings: { colour: one } }) === planHashOf({ settings: { colour: other } });
        expect(same).toBe(one === other);
      }),
    );
  });

  it('is another one when a value was entered that was not before', () => {
    expect(planHashOf({ sealed: 'a.b.c' })).not.toBe(planHashOf({}));
  });

  it('is short enough to be typed', () => {
    expect(planHashOf({})).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('the hash of a container’s configuration', () => {
  it('is another one for another version of a secret, so that a rotation makes another container', () => {
    const one = configHashOf({ secretVersions: { 'sample/api-key': 1 } });
    expect(configHashOf({ secretVersions: { 'sample/api-key': 2 } })).not.toBe(one);
    expect(configHashOf({ secretVersions: { 'sample/api-key': 1 } })).toBe(one);
  });

  it('is another one as soon as a value was entered: the next version is known before it is written', () => {
    const secretVersions = { 'sample/api-key': 1, 'sample/token': 4 };
    const before = configHashOf({ secretVersions });
    const entered = configHashOf({ secretVersions, sealed: 'a.b.c' });
    expect(entered).not.toBe(before);
    expect(configHashOf({ secretVersions: { ...secretVersions, 'sample/token': 5 } })).toBe(entered);
  });

  it('does not know the row’s revision, so that a change of the row alone makes no new container', () => {
    expect(configHashOf({ revision: 1 })).toBe(configHashOf({ revision: 2 }));
  });

  it('does not depend on the order of keys', () => {
    expect(configHash({ a: 1, b: { c: 2, d: 3 } }, digest)).toBe(
      configHash({ b: { d: 3, c: 2 }, a: 1 }, digest),
    );
  });
});
