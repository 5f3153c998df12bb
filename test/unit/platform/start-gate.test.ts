import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { closeGate, openGate, untilGateOpens } from '#platform/start-gate.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a start gate', () => {
  test('holds back until it is opened, and lets through at once from then on', async () => {
    await using folder = await temporaryFolder();
    const gate = join(folder.path, 'api.go');
    let passed = false;
    const passing = untilGateOpens(gate).then(() => {
      passed = true;
    });
    await Promise.race([passing, untilGateOpens(gate, 50).catch(() => undefined)]);
    expect(passed).toBe(false);
    openGate(gate);
    await passing;
    await untilGateOpens(gate, 50);
  });

  test('holds back again once it was closed; the wait is bounded', async () => {
    await using folder = await temporaryFolder();
    const gate = join(folder.path, 'api.go');
    openGate(gate);
    closeGate(gate);
    closeGate(gate);
    await expect(untilGateOpens(gate, 50)).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('is none for a root that nobody supervises', async () => {
    await expect(untilGateOpens(undefined, 50)).resolves.toBeUndefined();
  });
});
