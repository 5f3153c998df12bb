import { beforeEach, expect, it } from 'vitest';
import { keepUp, letRest } from '#activities/host/let-rest.ts';
import { serviceId } from '#domain/ids.ts';
import { containerOfSonarr as container, type EngineWorld, engineWorld } from './support/engine.ts';

const sonarr = serviceId('sonarr');
let world: EngineWorld;

beforeEach(async () => {
  world = engineWorld();
  await world.create();
});

const isRestarted = () => world.engine.containers.get(container)?.always;

it('an engine that lets a service rest restarts none of its containers until it is to keep it up again', async () => {
  await world.runtime.startContainer(container);
  await world.runtime.setRestart(container, true);
  for (const _ of ['once', 'again']) await letRest(world.runtime)(sonarr);
  expect(isRestarted()).toBe(false);
  for (const _ of ['once', 'again']) await keepUp(world.runtime)(sonarr);
  expect(isRestarted()).toBe(true);
});

it('a container that was stopped meanwhile is not to be started by the engine', async () => {
  await keepUp(world.runtime)(sonarr);
  expect(isRestarted()).toBe(false);
});
