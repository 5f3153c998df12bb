import { isBuiltin } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleWorkflows } from '#workers/bundle.ts';

describe('the workflow bundle', () => {
  let modules: readonly string[] = [];

  beforeAll(async () => {
    modules = modulesOf(await bundleWorkflows());
  });

  it('holds the workflows and, of the rest, contracts and domain alone', () => {
    const own = modules.filter((name) => name.startsWith('./') && !name.startsWith('./node_modules/'));
    expect(own).toContain('./workflows/install-service.ts');
    expect(own.filter((name) => !/^\.\/(workflows|src\/(contracts|domain))\//.test(name))).toEqual([]);
  });

  it('holds no package but the SDK and what the SDK brings: no zod, which costs each cached workflow 600 KiB', () => {
    const packages = modules.flatMap(
      (name) => /^\.\/node_modules\/((@[^/]+\/)?[^/]+)\//.exec(name)?.[1] ?? [],
    );
    expect([...new Set(packages)].sort()).toEqual([
      '@temporalio/common',
      '@temporalio/workflow',
      'long',
      'ms',
      'nexus-rpc',
    ]);
  });

  it('holds no module of Node: what it gave would differ at the next replay', () => {
    const builtins = modules.filter((name) => isBuiltin(name.replace(/^external "(.*)"$/, '$1')));
    expect(builtins).toEqual([]);
  });
});

/** The bundler puts each module behind a comment with its name. */
function modulesOf(code: string): readonly string[] {
  return [...code.matchAll(/^\/\*{3}\/ (?:"([^"]+)"|'([^']+)')/gm)].map(
    ([, name, other]) => name ?? other ?? '',
  );
}
