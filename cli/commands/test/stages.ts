import { join } from 'node:path';

/** What a stage mostly does: it computes, or it waits for engines and processes. One of each share a machine well. */
export type Load = 'computes' | 'waits';

/** One stage of `showrunner test`: a program that checks something, or projects of vitest. */
export interface Stage {
  readonly name: string;
  /** What it makes sure of. */
  readonly what: string;
  readonly load: Load;
  readonly needsEngine: boolean;
  /** After so long it is ended, and counts as failed. */
  readonly limitMinutes: number;
  readonly run: StageRun;
}

export type StageRun =
  /** Passed when it ends with 0: one check. `file` lies below the repository. */
  | { readonly kind: 'check'; readonly file: string; readonly args: readonly string[] }
  /** Counts its tests; of these files only, where they are named. */
  | { readonly kind: 'vitest'; readonly projects: readonly string[]; readonly files?: readonly string[] };

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
  {
    ...tests('unit', 'pure parts', 'computes', { needsEngine: false, limitMinutes: 10 }),
    run: { kind: 'vitest', projects: ['unit', 'unit-clock'] },
  },
  tests('contract', 'every adapter and its fake keep one contract', 'computes', {
    needsEngine: true,
    limitMinutes: 10,
  }),
  tests('workflow', 'workflows on a real Temporal with fakes, and replay of saved histories', 'computes', {
    needsEngine: false,
    limitMinutes: 10,
  }),
  tests('integration', 'parts together on this machine', 'waits', { needsEngine: true, limitMinutes: 15 }),
  tests('chaos', 'processes killed at the worst moment', 'waits', { needsEngine: true, limitMinutes: 15 }),
  tests('e2e', 'the whole, as a person uses it', 'waits', { needsEngine: true, limitMinutes: 20 }),
];

function check(name: string, what: string, file: string, args: readonly string[]): Stage {
  const run = { kind: 'check', file, args } as const;
  return { name, what, load: 'computes', needsEngine: false, limitMinutes: 5, run };
}

/** The project of the stage's name. */
function tests(
  name: string,
  what: string,
  load: Load,
  needs: Pick<Stage, 'needsEngine' | 'limitMinutes'>,
): Stage {
  return { name, what, load, ...needs, run: { kind: 'vitest', projects: [name] } };
}
