import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readEnvironment } from '#platform/environment.ts';
import { ensureCompose } from '#test/support/compose/program.ts';
import type { BenchContext } from './context.ts';
import { measureStart, memoryResult } from './control-plane/measure-control-plane.ts';
import { writeBenchCatalog } from './install/fixture.ts';
import { measureInstall } from './install/measure-install.ts';
import { writeDocument } from './report/document.ts';
import { type Report, renderReport } from './report/render.ts';
import type { Result } from './report/result.ts';
import { measureStack } from './stack/measure-stack.ts';
import { uninstallAll } from './stack/run-showrunner.ts';
import { type Cleanup, cleanUpOnSignals, createCleanup } from './support/cleanup.ts';
import { createInstance } from './support/instance.ts';
import { describeMachine, loadAverage } from './support/machine.ts';

/** `node bench/main.ts [--runs N] [--write]` */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, write: { type: 'boolean', default: false } },
});
const cleanup = createCleanup();
cleanUpOnSignals(cleanup);
try {
  const report = renderReport(await measureAll(cleanup, readRuns(values.runs)));
  process.stdout.write(`\n${report}\n`);
  if (values.write) process.stderr.write(`Written to ${await writeDocument(report)}.\n`);
} finally {
  await cleanup.run();
}

async function measureAll(cleanup: Cleanup, runs: number): Promise<Report> {
  const began = performance.now();
  const load: number[] = [loadAverage()];
  const say = (line: string) => {
    load.push(loadAverage());
    process.stderr.write(`${line}\n`);
  };
  const compose = await ensureCompose(readEnvironment());
  const catalog = await writeBenchCatalog(cleanup);
  const name = `b${randomBytes(3).toString('hex')}`;
  const instance = await createInstance({ name, catalog }, cleanup);
  const results = await measure({ instance, compose, cleanup, runs, say });
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: await describeMachine(compose.version),
    load,
    minutes: (performance.now() - began) / 60_000,
    results,
  };
}

/** Memory is read after each installation of the stack; what follows would add to it. */
async function measure(context: BenchContext): Promise<readonly Result[]> {
  const stack = await measureStack(context);
  const start = await measureStart(context);
  await uninstallAll(context.instance);
  const install = await measureInstall(context);
  return [stack.result, install, memoryResult(stack.memory), start];
}

function readRuns(text: string): number {
  const runs = Number(text);
  if (Number.isInteger(runs) && runs > 0) return runs;
  throw new RangeError('--runs must be a whole number above 0.');
}
