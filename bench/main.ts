import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readEnvironment } from '#platform/environment.ts';
import { ensureCompose } from '#test/support/compose/program.ts';
import type { BenchContext } from './context.ts';
import { writeBenchCatalog } from './install/fixture.ts';
import { type MeasurementName, measurementNames, measurements } from './measurements.ts';
import { type Section, writeDocument } from './report/document.ts';
import { renderReport } from './report/render.ts';
import type { Result } from './report/result.ts';
import { type Cleanup, cleanUpOnSignals, createCleanup } from './support/cleanup.ts';
import { createInstance } from './support/instance.ts';
import { describeMachine, loadAverage } from './support/machine.ts';

/** `node bench/main.ts [NAME…] [--runs N] [--samples N] [--write]`; without a name everything. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    samples: { type: 'string', default: '50' },
    write: { type: 'boolean', default: false },
  },
});
const headings: Readonly<Record<Section, string>> = {
  measured: '##',
  life: '###',
  thousand: '###',
};
const names = readNames(positionals);
const numbers = { runs: readNumber('runs', values.runs), samples: readNumber('samples', values.samples) };
const cleanup = createCleanup();
cleanUpOnSignals(cleanup);
try {
  for (const [section, report] of await measureAll(cleanup)) {
    process.stdout.write(`\n${report}\n`);
    if (values.write) process.stderr.write(`Written to ${await writeDocument(report, section)}.\n`);
  }
} finally {
  await cleanup.run();
}

async function measureAll(undo: Cleanup): Promise<ReadonlyMap<Section, string>> {
  const began = performance.now();
  const load: number[] = [loadAverage()];
  const say = (line: string) => {
    load.push(loadAverage());
    process.stderr.write(`${line}\n`);
  };
  const compose = await ensureCompose(readEnvironment());
  const catalog = await writeBenchCatalog(undo);
  const name = `b${randomBytes(3).toString('hex')}`;
  const instance = await createInstance({ name, catalog }, undo);
  const bySection = await measure({ instance, compose, cleanup: undo, ...numbers, say });
  const common = {
    date: new Date().toISOString().slice(0, 10),
    machine: await describeMachine(compose.version),
    load,
    minutes: (performance.now() - began) / 60_000,
  };
  return new Map(
    [...bySection].map(([section, results]) => [
      section,
      renderReport({ ...common, results }, headings[section]),
    ]),
  );
}

async function measure(context: BenchContext): Promise<ReadonlyMap<Section, readonly Result[]>> {
  const bySection = new Map<Section, readonly Result[]>();
  for (const name of names) {
    const { section, run } = measurements[name];
    bySection.set(section, [...(bySection.get(section) ?? []), ...(await run(context))]);
  }
  return bySection;
}

function readNames(asked: readonly string[]): readonly MeasurementName[] {
  const unknown = asked.filter((name) => !measurementNames.some((known) => known === name));
  if (unknown.length > 0)
    throw new RangeError(`There is no ${unknown.join(', ')}; there are ${measurementNames.join(', ')}.`);
  return measurementNames.filter((name) => asked.length === 0 || asked.includes(name));
}

function readNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new RangeError(`--${option} must be a whole number above 0.`);
}
