import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BusyDefinition } from '#domain/busy.ts';
import { componentName } from '#domain/ids.ts';
import { runOf } from '#test/contract/service-store/fixtures.ts';
import { type RecoveryWorld, silence, startRecoveryWorld } from '#test/support/operations/recovery-world.ts';
import { startTimeSkipping } from '#test/support/temporal/time-skipping.ts';
import { ensureBundle } from '#workers/bundle.ts';
import { toText } from './histories/to-text.ts';

/**
 * Saves histories of monitors on paths that take minutes, on a server that skips them. One that is saved already fails the script, for
 * `test/histories` is append-only.
 *
 * Usage: node scripts/save-monitor-histories.ts <generation> [path…]
 */
const [generation = '1', ...wanted] = process.argv.slice(2);
const folder = join(import.meta.dirname, '..', 'test', 'histories');
const hung = { health: 'unhealthy', cause: 'no answer', source: 'probe' } as const;
const busy: BusyDefinition = {
  component: componentName('watched'),
  port: 8989,
  path: '/command',
  headers: { 'X-Api-Key': [{ secret: 'api-key' }] },
  any: { status: ['started'] },
  named: 'name',
  longestSeconds: 7200,
};
const gone = { health: 'unhealthy', cause: 'it is gone', source: 'event', happened: 'gone' } as const;

/** What happens to a service, by the name of the history. */
const paths: Readonly<Record<string, (world: RecoveryWorld) => Promise<void>>> = {
  'monitor-kept-up': async (world) => {
    const id = await begun(world);
    world.fates.set(id, 'fails');
    await world.say(id, gone);
    await world.pass(220);
    world.fates.set(id, 'mended');
    await world.pass(700);
  },
  'monitor-told-again': async (world) => {
    const id = await begun(world);
    world.refusals.reportHealth = 1;
    world.refusals.reviewRecovery = 1;
    await world.say(id, gone);
    await world.pass(300);
  },
  'monitor-heard-aside': async (world) => {
    const id = await begun(world);
    const run = runOf(id);
    await world.write(id, 'updating', run);
    await world.say(id, gone);
    await world.pass(2);
    await world.write(id, 'running', run, { health: 'healthy', release: true });
    await world.say(id, gone);
    await world.pass(30);
  },
  'monitor-busy': async (world) => {
    const id = await begun(world, busy);
    world.works.set(id, 'Rescan Series');
    await world.say(id, hung);
    await world.pass(150);
    world.works.set(id, silence);
    await world.pass(300);
  },
};

const bundles = await mkdtemp(join(tmpdir(), 'showrunner-histories-'));
const environment = await startTimeSkipping();
try {
  for (const [name, live] of Object.entries(paths)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const world = await startRecoveryWorld(environment, await ensureBundle(bundles));
    await live(world);
    const [id] = (await world.services.list()).map((service) => service.id);
    if (id === undefined) throw new Error(`${name} has no service.`);
    const history = await world.monitor(id).fetchHistory();
    await writeFile(join(folder, `${name}.${generation}.json`), `${toText(history)}\n`, {
      flag: 'wx',
    });
    process.stdout.write(`saved ${name}: ${world.told(id).join(' | ')}; ${world.engine.join(', ')}\n`);
    await world.stop();
  }
} finally {
  await environment.teardown();
  await rm(bundles, { recursive: true, force: true });
}

async function begun(world: RecoveryWorld, probe?: BusyDefinition) {
  const id = await world.install('watched', [], probe);
  await world.watch(id);
  await world.pass(1);
  return id;
}
