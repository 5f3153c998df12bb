import { beforeEach, describe, expect, it } from 'vitest';
import { ensureSecret, forgetSecret } from '#activities/steps/secrets.ts';
import { secretPath, secretReference } from '#domain/secret.ts';
import {
  createMemorySealer,
  createMemorySecretStore,
  type MemorySecretStore,
} from '#test/support/memory/index.ts';
import { createStubValues } from './support/stub-values.ts';
import { aTask, tools } from './support/tools.ts';

const path = secretPath('sonarr', 'api-key');
const generator = { type: 'hex', length: 32 } as const;

let secrets: MemorySecretStore;
let values: ReturnType<typeof createStubValues>;
let sealer: ReturnType<typeof createMemorySealer>;

beforeEach(() => {
  secrets = createMemorySecretStore();
  values = createStubValues();
  sealer = createMemorySealer();
});

const ensure = (sealed?: string, task = aTask()) =>
  ensureSecret({ secrets, values, opener: sealer })(
    { path, generator, ...(sealed === undefined ? {} : { sealed }) },
    tools({ task }),
  );
const forget = (more: Parameters<typeof tools>[0] = {}) => forgetSecret(secrets)({ path }, tools(more));
const newest = async () => (await secrets.readNewest(path))?.value;

describe('a secret that is generated', () => {
  it('is made once, whatever the number of tries', async () => {
    expect(await ensure()).toEqual({ outcome: 'done', detail: 'wrote version 1', undoable: true });
    expect(await ensure()).toEqual({ outcome: 'adopted', detail: 'version 1 is there', undoable: true });
    expect(values.made).toBe(1);
    expect(await newest()).toBe('generated-1');
  });

  it('of an earlier task is adopted and not this task’s to take back', async () => {
    await ensure(undefined, aTask(1));
    expect(await ensure(undefined, aTask(2))).toMatchObject({ outcome: 'adopted', undoable: false });
  });
});

describe('a secret that was entered', () => {
  it('is opened and stored, and a repeat of the same task stores it no second time', async () => {
    const sealed = await sealer.seal('from-a-person');
    expect(await ensure(sealed)).toEqual({ outcome: 'done', detail: 'wrote version 1', undoable: true });
    expect(await ensure(sealed)).toMatchObject({ outcome: 'adopted', detail: 'version 1 is there' });
    expect(await newest()).toBe('from-a-person');
    expect(values.made).toBe(0);
  });

  it('becomes the next version of what is there, which an undo makes count no more', async () => {
    await secrets.write(path, 'old', { expected: 0, origin: aTask(1) });
    expect(await ensure(await sealer.seal('new'), aTask(2))).toEqual({
      outcome: 'done',
      detail: 'wrote version 2',
      undoable: true,
    });
    expect(await secrets.read(secretReference(path, 1))).toBe('old');
    expect(await newest()).toBe('new');
  });

  it('and cannot be opened stores nothing', async () => {
    await expect(ensure('altered')).rejects.toMatchObject({ code: 'secret-unreadable' });
    expect(await newest()).toBeUndefined();
  });

  it('and is empty stores nothing', async () => {
    await expect(ensure(await sealer.seal(''))).rejects.toMatchObject({ code: 'secret-missing' });
    expect(await newest()).toBeUndefined();
  });
});

it('no value is in what a step tells', async () => {
  const results = [await ensure(), await ensure(await sealer.seal('canary'), aTask(2)), await forget()];
  expect(JSON.stringify(results)).not.toMatch(/generated|canary/);
});

it('two writers at once: one of them is told so, and nothing is lost', async () => {
  const stale = { ...secrets, versions: async () => new Map() };
  await secrets.write(path, 'meanwhile', { expected: 0, origin: aTask(2) });
  const late = ensureSecret({ secrets: stale, values, opener: sealer })({ path, generator }, tools());
  await expect(late).rejects.toMatchObject({ code: 'secret-conflict' });
  expect(await newest()).toBe('meanwhile');
});

describe('to forget a secret', () => {
  it('leaves no version, and twice is as good as once', async () => {
    await ensure();
    await ensure(await sealer.seal('second'), aTask(2));
    expect(await forget({ task: aTask(3) })).toMatchObject({ outcome: 'done' });
    expect(await newest()).toBeUndefined();
    expect(await forget({ task: aTask(3) })).toMatchObject({ outcome: 'adopted' });
  });

  it('while undoing takes what this task made', async () => {
    await ensure();
    expect(await forget({ undo: true })).toMatchObject({ outcome: 'done' });
    expect(await newest()).toBeUndefined();
  });

  it('while undoing leaves what another task made', async () => {
    await ensure(undefined, aTask(1));
    expect(await forget({ undo: true, task: aTask(2) })).toMatchObject({ outcome: 'skipped' });
    expect(await newest()).toBe('generated-1');
  });

  it('while undoing brings back what was there before this task’s version, once', async () => {
    await ensure(undefined, aTask(1));
    const first = await newest();
    await ensure(await sealer.seal('second'), aTask(2));
    expect(await forget({ undo: true, task: aTask(2) })).toMatchObject({ outcome: 'done' });
    expect(await newest()).toBe(first);
    expect(await forget({ undo: true, task: aTask(2) })).toMatchObject({ outcome: 'skipped' });
    expect(await newest()).toBe(first);
  });
});

it('a store that is away is an outage, not a failure', async () => {
  secrets.outage.begin();
  await expect(ensure()).rejects.toMatchObject({ kind: 'outage' });
});
