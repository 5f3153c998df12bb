import { expect, test } from 'vitest';
import { runInLanes } from '#cli/commands/test/lanes.ts';
import type { Load, Stage } from '#cli/commands/test/stages.ts';

function stage(name: string, load: Load): Stage {
  const run = { kind: 'vitest', projects: [name] } as const;
  return { name, what: name, load, needsEngine: false, limitMinutes: 1, run };
}

const stages = [
  stage('types', 'computes'),
  stage('unit', 'computes'),
  stage('integration', 'waits'),
  stage('e2e', 'waits'),
];
const names = stages.map(({ name }) => name);

/** Stages that end when the test says so. */
function openStages() {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  return {
    begun,
    run: ({ name }: Stage): Promise<string> => {
      begun.push(name);
      const end = Promise.withResolvers<string>();
      ends.set(name, end);
      return end.promise;
    },
    end: async (name: string): Promise<void> => {
      ends.get(name)?.resolve(name);
      await settled();
    },
    fail: (name: string): void => ends.get(name)?.reject(new Error(`${name} could not be started`)),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

test('one lane runs the stages one after another, in their order', async () => {
  const { begun, run, end } = openStages();
  const results = runInLanes(stages, 1, run, never);
  for (const [at, name] of names.entries()) {
    expect(begun).toEqual(names.slice(0, at + 1));
    await end(name);
  }
  expect(await results).toEqual(names);
});

test('of two lanes one computes while the other waits, and the results keep the order of the stages', async () => {
  const { begun, run, end } = openStages();
  const results = runInLanes(stages, 2, run, never);
  expect(begun).toEqual(['types', 'integration']);
  await end('integration');
  expect(begun).toEqual(['types', 'integration', 'e2e']);
  for (const name of ['types', 'e2e', 'unit']) await end(name);
  expect(await results).toEqual(names);
});

test('a lane with nothing of its own left takes what there is', async () => {
  const { begun, run, end } = openStages();
  const results = runInLanes(stages, 2, run, never);
  await end('types');
  await end('unit');
  expect(begun).toEqual(['types', 'integration', 'unit', 'e2e']);
  await end('e2e');
  await end('integration');
  expect(await results).toEqual(names);
});

test('more lanes than stages run all of them at once', async () => {
  const { begun, run, end } = openStages();
  const results = runInLanes(stages, 8, run, never);
  expect(begun.toSorted()).toEqual(names.toSorted());
  for (const name of names) await end(name);
  expect(await results).toEqual(names);
});

test('nothing is begun after an interruption, and what runs is waited for', async () => {
  const { begun, run, end } = openStages();
  const interruption = new AbortController();
  const results = runInLanes(stages, 2, run, interruption.signal);
  interruption.abort();
  await end('types');
  await end('integration');
  expect(await results).toEqual(['types', 'integration']);
  expect(begun).toEqual(['types', 'integration']);
});

test('a lane that fails is told of once the other has ended', async () => {
  const { run, end, fail } = openStages();
  let over = false;
  const results = runInLanes(stages.slice(1, 3), 2, run, never).finally(() => {
    over = true;
  });
  const outcome = results.catch((error: unknown) => error);
  fail('unit');
  await settled();
  expect(over).toBe(false);
  await end('integration');
  expect(await outcome).toMatchObject({ message: 'unit could not be started' });
});
