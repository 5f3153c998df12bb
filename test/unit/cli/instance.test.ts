import { expect, test } from 'vitest';
import { chooseInstance, commandLine } from '#cli/instance.ts';
import { readEnvironment } from '#platform/environment.ts';

const bare = readEnvironment({ HOME: '/home/me' });

test('without a name the environment’s own instance is meant', () => {
  expect(chooseInstance(bare, undefined)).toBe(bare);
  expect(chooseInstance(bare, 'default')).toBe(bare);
});

test('another instance has another name, and its home follows from it', () => {
  const chosen = chooseInstance(bare, 'demo');
  expect(chosen.instance).toBe('demo');
  expect(chosen.home).toBeUndefined();
});

test('a home that the environment names is its own instance’s; another’s lies beside it', () => {
  const named = readEnvironment({ HOME: '/home/me', SHOWRUNNER_HOME: '/srv/show' });
  expect(chooseInstance(named, undefined).home).toBe('/srv/show');
  expect(chooseInstance(named, 'demo').home).toBe('/srv/show-demo');
  const demo = readEnvironment({ SHOWRUNNER_HOME: '/srv/d', SHOWRUNNER_INSTANCE: 'demo' });
  expect(chooseInstance(demo, 'demo').home).toBe('/srv/d');
});

test('a name that cannot be one is refused', () => {
  expect(() => chooseInstance(bare, '../x')).toThrow('must be a name');
});

test('hints name the instance where it is not the default one', () => {
  expect(commandLine({ instance: 'default' }, 'ps')).toBe('showrunner ps');
  expect(commandLine({ instance: 'demo' }, 'ps')).toBe('showrunner --instance demo ps');
});
