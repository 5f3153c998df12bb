import { createCleanup } from './support/cleanup.ts';
import { createInstance } from './support/instance.ts';
import { measureInstall } from './install/measure-install.ts';
import { measureStack } from './stack/measure-stack.ts';
import { measureStart } from './control-plane/measure-control-plane.ts';
import { writeBenchCatalog } from './install/fixture.ts';
import { cleanUpOnSignals } from './support/cleanup.ts';
import { ensureCompose } from '#test/support/compose/program.ts';
import { readEnvironment } from '#platform/environment.ts';
import { renderReport } from './report/render.ts';
import { describeMachine } from './support/machine.ts';
import { prepareStack } from './stack/prepare-stack.ts';
const cleanup = createCleanup();
cleanUpOnSignals(cleanup);
try {
const catalog = await writeBenchCatalog(cleanup);
const instance = await createInstance({ name: 'bdbg', catalog }, cleanup);
const compose = await ensureCompose(readEnvironment());
const context = { instance, compose, cleanup, runs: Number(process.argv[3] ?? 1), say: console.log };
const results = [];
for (const what of process.argv[2]!.split(',')) {
  if (what === 'install') {
    const { settingsFile } = await prepareStack(instance);
    await instance.run('up', '--settings', settingsFile);
    results.push(await measureInstall(context));
  }
  if (what === 'stack') results.push((await measureStack(context)).result);
  if (what === 'start') results.push(await measureStart(context));
}
console.log(renderReport({ date: 'x', machine: await describeMachine(compose.version), load: [0], minutes: 0, results }));
} finally { await cleanup.run(); }
