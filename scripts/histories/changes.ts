import type { Definition } from '#domain/definition.ts';
import type { TaskId } from '#domain/ids.ts';
import { imageOf, sketch } from '#test/support/operations/definitions.ts';
import { ailing, type Harness, healthy } from '#test/support/operations/harness.ts';

export type SaveTask = (name: string, task: TaskId) => Promise<void>;
type Until = (condition: () => Promise<boolean>) => Promise<void>;

/** Every path of the operations on a service that is there. */
export async function changes(world: Harness, save: SaveTask, until: Until): Promise<void> {
  await stopsAndStarts(world, save, until);
  await recoveries(world, save);
  await revisions(world, save, until);
}

async function stopsAndStarts(world: Harness, save: SaveTask, until: Until): Promise<void> {
  await installed(world, 'lively');
  await save('stop', await ended(world, await world.operate('stop', 'lively')));
  await save('start', await ended(world, await world.operate('start', 'lively')));
  await save('restart', await ended(world, await world.operate('restart', 'lively')));
  await world.ended(await world.operate('stop', 'lively'));
  world.prober.answer('showrunner-test-lively', ailing);
  const start = await world.operate('start', 'lively');
  await until(async () => (await world.told(start)).includes('step.started waitHealthy:lively'));
  await world.engine.cancel(start);
  await save('start-cancelled', await ended(world, start));
}

async function recoveries(world: Harness, save: SaveTask): Promise<void> {
  await installed(world, 'mended');
  world.runtime.engine.containers.delete('showrunner-test-mended');
  await save('recover', await ended(world, await world.recover('mended')));
  await world.ended(await world.operate('stop', 'mended'));
  await save('recover-nothing-to-do', await ended(world, await world.recover('mended')));
}

async function revisions(world: Harness, save: SaveTask, until: Until): Promise<void> {
  await installed(world, 'revised');
  await save('update', await ended(world, await world.update('revised', newer(world, 'revised', '2'))));
  world.prober.answer('showrunner-test-revised', ailing);
  const spoilt = { ...newer(world, 'revised', '3'), health: sketch('revised', { startSeconds: 1 }).health };
  await save('update-put-back', await ended(world, await world.update('revised', spoilt)));
  const update = await world.update('revised', newer(world, 'revised', '4'));
  await until(async () => (await world.told(update)).includes('step.started waitHealthy:revised'));
  await world.engine.cancel(update);
  await save('update-cancelled', await ended(world, update));
  world.prober.answer('showrunner-test-revised', healthy);
  await save('reconfigure', await ended(world, await world.reconfigure('revised', { theme: 'dark' })));
}

function newer(world: Harness, name: string, version: string): Definition {
  const definition = sketch(name);
  const image = `${imageOf(name)}-${version}`;
  world.runtime.engine.addImage(image);
  const components = definition.components.map((component) => ({ ...component, image, vendorImage: image }));
  return { ...definition, version, components };
}

async function installed(world: Harness, name: string): Promise<void> {
  world.provide(name);
  await world.ended(await world.install(name, [sketch(name)]));
}

async function ended(world: Harness, task: TaskId): Promise<TaskId> {
  await world.ended(task);
  return task;
}
