import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCollected } from '#cli/commands/test/show-stage.ts';
import type { Stage } from '#cli/commands/test/stages.ts';
import type { Output } from '#cli/output/output.ts';
import { createPaint } from '#cli/output/paint.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let told: string[];
let output: Output;

beforeEach(async () => {
  folder = await temporaryFolder();
  told = [];
  const unplanned = () => {
    throw new Error('Only people are told of a stage.');
  };
  output = {
    json: false,
    paint: createPaint(false),
    live: false,
    stream: process.stderr,
    columns: () => undefined,
    print: unplanned,
    document: unplanned,
    line: unplanned,
    warn: unplanned,
    tell: (text) => void told.push(text),
  };
});
afterEach(() => folder[Symbol.asyncDispose]());

function check(script: string, limitMinutes = 1): Stage {
  const file = join(folder.path, 'check.mjs');
  writeFileSync(file, script);
  const run = { kind: 'check', file, args: [] } as const;
  return { name: 'check', what: 'it holds', load: 'computes', needsEngine: false, limitMinutes, run };
}

test('what a stage wrote is shown in one piece, with its name, when it has ended', async () => {
  const stage = check(`console.log('one'); console.error('two'); process.exitCode = 3;`);
  const result = await runCollected(stage, output, new AbortController().signal);
  expect(result).toMatchObject({ name: 'check', passed: 0, failed: 1 });
  expect(told).toHaveLength(2);
  expect(told[0]).toContain('check begins');
  expect(told[1]).toMatch(/^\n== check: it holds took \S+ s\none\ntwo$/);
});

test('of a stage that writes without end the last part is shown', async () => {
  const stage = check(`process.stdout.write('x'.repeat(5_000_000) + 'the end')`);
  await runCollected(stage, output, new AbortController().signal);
  expect(told[1]?.length).toBeLessThan(4_100_000);
  expect(told[1]).toMatch(/xthe end$/);
});

const endless = 'setInterval(() => undefined, 60_000);';

test('an interrupted stage is ended, and counts as failed', async () => {
  const interruption = new AbortController();
  const running = runCollected(check(endless), output, interruption.signal);
  await expect.poll(() => told.length).toBe(1);
  interruption.abort();
  expect(await running).toMatchObject({ passed: 0, failed: 1 });
});

test('a stage that takes too long is ended, and counts as failed', async () => {
  const stage = check(endless, 1 / 60);
  const result = await runCollected(stage, output, new AbortController().signal);
  expect(result).toMatchObject({ passed: 0, failed: 1 });
});
