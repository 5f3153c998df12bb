import { execFile } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

const run = promisify(execFile);
const launcher = join(import.meta.dirname, '..', '..', '..', 'showrunner');

describe('the launcher', () => {
  test('installs packages once, says so, and is quiet when they are up to date', async () => {
    await using checkout = await makeCheckout();
    const first = await checkout.launch(['status', '--json', 'a b']);
    expect(first.stderr).toContain('installing packages');
    expect(JSON.parse(first.stdout)).toEqual(['status', '--json', 'a b']);

    const second = await checkout.launch(['status']);
    expect(second.stderr).toBe('');
    expect(checkout.installations()).toBe(1);
  });

  test('installs again when the lockfile changed', async () => {
    await using checkout = await makeCheckout();
    await checkout.launch([]);
    appendFileSync(join(checkout.path, 'package-lock.json'), '\n');
    await checkout.launch([]);
    expect(checkout.installations()).toBe(2);
  });

  test('installs again when the last installation failed', async () => {
    await using checkout = await makeCheckout();
    writeFileSync(join(checkout.path, 'npm-fails'), '');
    await expect(checkout.launch([])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm ci failed'),
    });
    rmSync(join(checkout.path, 'npm-fails'));
    await checkout.launch([]);
    expect(checkout.installations()).toBe(2);
  });

  test('lets one of several at once install, and the others wait for it', async () => {
    await using checkout = await makeCheckout();
    await Promise.all(Array.from({ length: 4 }, () => checkout.launch([])));
    expect(checkout.installations()).toBe(1);
  });

  test('finds its checkout through links and from anywhere', async () => {
    await using checkout = await makeCheckout();
    const bin = join(checkout.path, 'elsewhere', 'bin');
    mkdirSync(bin, { recursive: true });
    symlinkSync('../../showrunner', join(bin, 'relative'));
    symlinkSync(join(bin, 'relative'), join(bin, 'absolute'));
    const { stdout } = await checkout.launch(['x'], join(bin, 'absolute'));
    expect(JSON.parse(stdout)).toEqual(['x']);
  });

  test('brings its own Node where the machine’s is too old', async () => {
    await using checkout = await makeCheckout();
    checkout.giveNode('v20.11.0');
    const { stdout } = await checkout.launch(['x']);
    expect(JSON.parse(stdout)).toEqual(['x']);
  });

  test('says what to do where there is no Node', async () => {
    await using checkout = await makeCheckout();
    rmSync(join(checkout.tools, 'npm'));
    await expect(checkout.launch([])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Node.js 20 or newer with npm is needed'),
    });
  });

  test('passes on the exit code', async () => {
    await using checkout = await makeCheckout();
    await expect(checkout.launch(['exit', '3'])).rejects.toMatchObject({ code: 3 });
  });
});

const needed = ['sh', 'readlink', 'cmp', 'cp', 'mv', 'id', 'flock', 'sleep', 'mkdir', 'ln'];

async function findProgram(name: string): Promise<string> {
  const { stdout } = await run('/bin/sh', ['-c', `command -v ${name}`], { env: { PATH: '/usr/bin:/bin' } });
  return stdout.trim();
}

/** A copy of the launcher with an npm that only pretends, on a PATH that holds only what the launcher needs. */
async function makeCheckout() {
  const folder = await temporaryFolder();
  const tools = join(folder.path, 'tools');
  for (const path of [tools, join(folder.path, 'cli')]) mkdirSync(path);
  copyFileSync(launcher, join(folder.path, 'showrunner'));
  chmodSync(join(folder.path, 'showrunner'), 0o755);
  writeFileSync(join(folder.path, 'package-lock.json'), '{}\n');
  writeFileSync(
    join(folder.path, 'cli', 'main.ts'),
    `const given: readonly string[] = process.argv.slice(2);
     if (given[0] === 'exit') process.exit(Number(given[1]));
     process.stdout.write(JSON.stringify(given));`,
  );
  writeTool(
    join(tools, 'npm'),
    `echo run >> installations
     sleep 0.1
     [ ! -e npm-fails ] || exit 1
     mkdir -p node_modules/node/bin && ln -sf '${process.execPath}' node_modules/node/bin/node`,
  );
  symlinkSync(process.execPath, join(tools, 'node'));
  for (const name of needed) symlinkSync(await findProgram(name), join(tools, name));
  return {
    path: folder.path,
    tools,
    installations: () => readFileSync(join(folder.path, 'installations'), 'utf8').trim().split('\n').length,
    giveNode(version: string): void {
      rmSync(join(tools, 'node'));
      writeTool(join(tools, 'node'), `echo ${version}`);
    },
    launch: (args: readonly string[], file = join(folder.path, 'showrunner')) =>
      run(file, args, {
        env: { PATH: tools, HOME: folder.path, XDG_CACHE_HOME: folder.path },
        cwd: '/',
      }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function writeTool(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
