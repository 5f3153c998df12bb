import { join } from 'node:path';

/** One stage of `showrunner test`: a program that checks something, or a project of vitest. */
export interface Stage {
  readonly name: string;
  /** What it makes sure of. */
  readonly what: string;
  readonly needsEngine: boolean;
  /** After so long it is ended, and counts as failed. */
  readonly limitMinutes: number;
  readonly run: StageRun;
}

export type StageRun =
  /** Passed when it ends with 0: one check. `file` lies below the repository. */
  | { readonly kind: 'check'; readonly file: string; readonly args: readonly string[] }
  /** Counts its tests. */
  | { readonly kind: 'vitest'; readonly project: string };

export const repository = join(import.meta.dirname, '..', '..', '..');

/** In this order: what is quick and finds most comes first. */
export const stages: readonly Stage[] = [
  check('types', 'the compiler agrees', 'node_modules/typescript-native/bin/tsc', [
    '--noEmit',
    '-p',
    'tsconfig.json',
  ]),
  check('lint', 'style, and who may import whom', 'node_modules/@biomejs/biome/bin/biome', [
    'check',
    '--error-on-warnings',
    '.',
  ]),
  check('generated', 'generated files are what their sources say', 'scripts/generate.ts', ['--check']),
  tests('unit', 'pure parts', false, 5),
  tests('contract', 'every adapter and its fake keep one contract', true, 10),
  tests('workflow', 'workflows on a real Temporal with fakes, and replay of saved histories', false, 10),
  tests('integration', 'parts together on this machine', true, 15),
  tests('chaos', 'processes killed at the worst moment', true, 15),
  tests('e2e', 'the whole, as a person uses it', true, 20),
];

function check(name: string, what: string, file: string, args: readonly string[]): Stage {
  return { name, what, needsEngine: false, limitMinutes: 5, run: { kind: 'check', file, args } };
}

function tests(project: string, what: string, needsEngine: boolean, limitMinutes: number): Stage {
  return { name: project, what, needsEngine, limitMinutes, run: { kind: 'vitest', project } };
}
