import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allowed, refused } from './arrow-cases.ts';
import { type LintProbe, lint } from './lint.ts';
import { repository } from './sources.ts';

const readingEnvironment = 'export const home = process.env.HOME;';
const readers = [
  'src/adapters/docker/a.ts',
  'api/a.ts',
  'cli/a.ts',
  'src/platform/a.ts',
  'src/platform/environment.ts',
];

describe('the lint', () => {
  let probe: LintProbe;

  beforeAll(() => {
    const imports = [...refused, ...allowed].map(
      ([file, specifier]) => [file, importing(specifier)] as const,
    );
    probe = lint([...imports, ...readers.map((file) => [file, readingEnvironment] as const)]);
  });

  it.each(refused)('refuses that %s imports %s', (file, specifier, reason) => {
    const found = arrowsOf(probe.findings(file, importing(specifier)));
    expect(found).toEqual([expect.stringContaining(reason)]);
  });

  it.each(allowed)('lets %s import %s', (file, specifier) => {
    expect(arrowsOf(probe.findings(file, importing(specifier)))).toEqual([]);
  });

  it('lets one file alone read the process environment', () => {
    const reproached = readers.filter((file) =>
      probe.findings(file, readingEnvironment).some(({ rule }) => rule === 'lint/style/noProcessEnv'),
    );
    expect(reproached).toEqual(readers.filter((file) => file !== 'src/platform/environment.ts'));
  });

  it('has an arrow for every folder that has an import name', () => {
    const { imports } = packageFile.parse(readJson('package.json'));
    const folders = Object.values(imports).map((target) => target.replace(/^\.\/|\/\*$/g, ''));
    const { overrides } = configuration.parse(readJson('biome.json'));
    const globs = overrides.flatMap(({ includes, linter }) => (isArrow(linter) ? includes : []));
    expect(folders.filter((folder) => !globs.some((glob) => glob.startsWith(`${folder}/`)))).toEqual([]);
  });
});

const rules = z.looseObject({
  style: z.looseObject({ noRestrictedImports: z.unknown().optional() }).optional(),
});
const packageFile = z.object({ imports: z.record(z.string(), z.string()) });
const configuration = z.object({
  overrides: z.array(z.object({ includes: z.array(z.string()), linter: z.object({ rules }).optional() })),
});

function isArrow(linter: { readonly rules: z.infer<typeof rules> } | undefined): boolean {
  return linter?.rules.style?.noRestrictedImports !== undefined;
}

function importing(specifier: string): string {
  return `import '${specifier}';`;
}

function arrowsOf(findings: ReturnType<LintProbe['findings']>): readonly string[] {
  return findings
    .filter(({ rule }) => rule === 'lint/style/noRestrictedImports')
    .map(({ message }) => message);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(repository, file), 'utf8'));
}
