import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { repository } from './sources.ts';

export interface Finding {
  readonly rule: string;
  readonly message: string;
}

/** What the repository's lint says of lines of code, by file. */
export interface LintProbe {
  /** Of that line in that file. */
  findings(file: string, line: string): readonly Finding[];
}

/** Lints files that do not exist, in a folder apart with the repository's configuration. */
export function lint(lines: readonly (readonly [file: string, line: string])[]): LintProbe {
  const files = Map.groupBy(lines, ([file]) => file);
  const contents = new Map(
    [...files].map(([file, rows]) => [file, [...new Set(rows.map(([, line]) => line))]]),
  );
  const found = lintContents(contents);
  return {
    findings: (file, line) => {
      const number = (contents.get(file) ?? []).indexOf(line) + 1;
      if (number === 0) throw new Error(`${file} was not linted with: ${line}`);
      return found
        .filter(({ location }) => location.path === file && location.start.line === number)
        .map(toFinding);
    },
  };
}

const report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      message: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
    }),
  ),
});
type Diagnostic = z.infer<typeof report>['diagnostics'][number];

function lintContents(contents: ReadonlyMap<string, readonly string[]>): readonly Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), 'showrunner-lint-'));
  try {
    copyFileSync(join(repository, 'biome.json'), join(folder, 'biome.json'));
    for (const [file, lines] of contents) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
    }
    return report.parse(JSON.parse(runBiome(folder))).diagnostics;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runBiome(folder: string): string {
  const program = join(repository, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [program, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (stdout === '') throw new Error(`The lint said nothing: ${stderr}`);
  return stdout;
}

function toFinding({ category, message }: Diagnostic): Finding {
  return { rule: category, message };
}
