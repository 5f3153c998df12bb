import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFileOnce, readFileIfPresent, writeFileAtomically } from '#platform/files.ts';
import { chooseFreePorts, isPortFree } from '#platform/ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('writing a file', () => {
  test('replaces it whole, closed to others, and leaves nothing beside it', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'file');
    writeFileSync(path, 'old', { mode: 0o644 });
    await writeFileAtomically(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.path)).toEqual(['file']);
  });

  test('creates it for exactly one of several', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'file');
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) => createFileOnce(path, `${index}`)),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toBe(String(results.indexOf(true)));
    expect(readdirSync(folder.path)).toEqual(['file']);
  });

  test('tells a file that is not there from one that cannot be read', async () => {
    await using folder = await temporaryFolder();
    expect(await readFileIfPresent(join(folder.path, 'none'))).toBeUndefined();
    await expect(readFileIfPresent(folder.path)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});

describe('choosing ports', () => {
  test('takes what is preferred where it is free, and never the same twice', async () => {
    const chosen = await chooseFreePorts([8484, 8484, undefined], async () => true);
    expect(chosen[0]).toBe(8484);
    expect(new Set(chosen).size).toBe(3);
  });

  test('stays below the ports of outgoing connections', async () => {
    const chosen = await chooseFreePorts(Array<undefined>(50).fill(undefined), async () => true);
    expect(Math.max(...chosen)).toBeLessThan(32_000);
  });

  test('gives up when nothing is free', async () => {
    await expect(chooseFreePorts([8484], async () => false)).rejects.toThrow('No free port');
  });

  test('sees a port that is listened on', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await isPortFree(port)).toBe(false);
    await new Promise((done) => server.close(done));
    expect(await isPortFree(port)).toBe(true);
  });
});
