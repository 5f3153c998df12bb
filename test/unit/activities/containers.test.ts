import { beforeEach, describe, expect, it } from 'vitest';
import {
  connectNetwork,
  keepRunning,
  removeContainer,
  seedFile,
  startContainer,
  stopContainer,
} from '#activities/steps/containers.ts';
import { createNetwork } from '#activities/steps/resources.ts';
import { labels } from '#contracts/labels.ts';
import { secretPath } from '#domain/secret.ts';
import { aSpec, containerOfSonarr as container, type EngineWorld, engineWorld } from './support/engine.ts';
import { aTask, tools } from './support/tools.ts';

const key = secretPath('sonarr', 'api-key');

let world: EngineWorld;

beforeEach(() => {
  world = engineWorld();
});

const found = () => world.engine.containers.get(container);
const start = () => startContainer(world.runtime)({ container }, tools());
const stop = () => stopContainer(world.runtime)({ container, graceSeconds: 10 }, tools());

describe('createContainer', () => {
  it('makes one container under its task’s label, whatever the number of tries', async () => {
    expect(await world.create()).toMatchObject({ outcome: 'done', undoable: true });
    const id = found()?.id;
    expect(await world.create()).toMatchObject({ outcome: 'adopted', undoable: true });
    expect(found()?.id).toBe(id);
    expect(found()?.labels).toMatchObject({ [labels.task]: aTask(), [labels.configHash]: 'hash-1' });
  });

  it('puts the secret’s value into the environment, and into nothing that is told', async () => {
    const secret = await world.secrets.write(key, 'canary', { expected: 0, origin: aTask() });
    const spec = aSpec({ environment: { KEY: [{ secret, as: 'plain' }], TZ: ['UTC'] } });
    const result = await world.create({ container: spec });
    expect(found()?.request?.environment).toEqual({ KEY: 'canary', TZ: 'UTC' });
    expect(JSON.stringify([result, found()?.labels, found()?.request?.spec])).not.toContain('canary');
  });

  it('makes nothing while a secret is missing', async () => {
    const secret = await world.secrets.write(key, 'canary', { expected: 0, origin: aTask() });
    await world.secrets.remove(key);
    const spec = aSpec({ environment: { KEY: [{ secret, as: 'plain' }] } });
    await expect(world.create({ container: spec })).rejects.toMatchObject({ code: 'secret-missing' });
    expect(found()).toBeUndefined();
  });
});

describe('seedFile', () => {
  const args = { container, path: '/config/a.conf', content: ['plain'], uid: 1000, gid: 1001, mode: 0o600 };
  const seed = (content: typeof args.content = args.content) =>
    seedFile(world)({ ...args, content }, tools());

  it('puts the file once; what is there stays, whatever it holds', async () => {
    await world.create();
    expect(await seed()).toMatchObject({ outcome: 'done', undoable: false });
    expect(await seed(['changed'])).toMatchObject({ outcome: 'adopted', undoable: false });
    expect(found()?.files.get(args.path)).toMatchObject({
      content: 'plain',
      uid: 1000,
      gid: 1001,
      mode: 0o600,
    });
  });
});

describe('connectNetwork', () => {
  it('attaches the container under its aliases, once', async () => {
    await world.create();
    await createNetwork(world.runtime)(
      { name: 'showrunner-media', internal: false, pool: '10.208.0.0/12' },
      tools(),
    );
    const connect = () =>
      connectNetwork(world.runtime)({ container, network: 'showrunner-media', aliases: ['sonarr'] }, tools());
    expect(await connect()).toMatchObject({ outcome: 'done', undoable: false });
    expect(await connect()).toMatchObject({ outcome: 'adopted', undoable: false });
    expect(found()?.networks.get('showrunner-media')?.aliases).toEqual(['sonarr']);
  });
});

describe('to start, to keep running, to stop', () => {
  beforeEach(() => world.create());

  it('a container starts once', async () => {
    expect(await start()).toMatchObject({ outcome: 'done' });
    expect(await start()).toMatchObject({ outcome: 'adopted' });
    expect(found()?.state).toBe('running');
  });

  it('the engine keeps it running from then on', async () => {
    const keep = () => keepRunning(world.runtime)({ container }, tools());
    expect(found()?.always).toBe(false);
    expect(await keep()).toMatchObject({ outcome: 'done', undoable: false });
    expect(await keep()).toMatchObject({ outcome: 'adopted', undoable: false });
    expect(found()?.always).toBe(true);
  });

  it('a container that ends by itself says so', async () => {
    await start();
    expect(await stop()).toMatchObject({ outcome: 'done', detail: 'ended by itself', undoable: true });
    expect(await stop()).toMatchObject({ outcome: 'adopted', detail: 'it was already-stopped' });
  });

  it('one that had to be killed says so', async () => {
    world.engine.program(container, { deaf: true });
    await start();
    expect(await stop()).toMatchObject({ outcome: 'done', detail: 'killed after 10 s' });
  });

  it('one that is gone needs no stop', async () => {
    world.engine.containers.clear();
    expect(await stop()).toMatchObject({ outcome: 'adopted', detail: 'it was absent' });
  });
});

describe('removeContainer', () => {
  it('keeps what the container said last, without secrets; and twice is as good as once', async () => {
    await world.secrets.write(key, 'canary-key', { expected: 0, origin: aTask() });
    await world.create();
    world.engine.program(container, { exits: 7, writes: [{ stream: 'stderr', text: 'refused canary-key' }] });
    await start();
    const ours = tools();
    expect(await removeContainer(world)({ container }, ours)).toMatchObject({ outcome: 'done' });
    expect(ours.evidence).toMatchObject([
      { container, state: 'exited', exitCode: 7, log: ['refused [redacted]'] },
    ]);
    expect(found()).toBeUndefined();
    expect(await removeContainer(world)({ container }, tools())).toMatchObject({ outcome: 'adopted' });
  });

  it('while undoing takes what this task made', async () => {
    await world.create();
    expect(await removeContainer(world)({ container }, tools({ undo: true }))).toMatchObject({
      outcome: 'done',
    });
    expect(found()).toBeUndefined();
  });

  it('while undoing leaves what another task made', async () => {
    await world.create({}, { task: aTask(2) });
    expect(await removeContainer(world)({ container }, tools({ undo: true }))).toMatchObject({
      outcome: 'skipped',
      detail: 'it was not made by this task',
    });
    expect(found()).toBeDefined();
  });
});

it('an engine that is away is an outage, not a failure', async () => {
  await world.create();
  world.engine.away();
  for (const step of [start(), stop(), removeContainer(world)({ container }, tools())])
    await expect(step).rejects.toMatchObject({ kind: 'outage' });
});
