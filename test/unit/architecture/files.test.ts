import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, repository } from './sources.ts';

const longest = 350;
const code = ['.ts', '.mts', '.mjs', '.js', '.sh'];
const text = [...code, '.json', '.yaml', '.yml', '.md', '.toml', '.conf', '.graphql', '.sql', 'Dockerfile'];

describe('files of the repository', () => {
  it(`of code have at most ${longest} lines`, () => {
    const long = filesBelow('.', code).flatMap((file) => {
      const lines = read(file).split('\n').length - 1;
      return lines > longest ? [`${file}: ${lines} lines`] : [];
    });
    expect(long).toEqual([]);
  });

  it('name no path of the machine that they were written on', () => {
    // A checkout in a folder such as /app would be found in every path that ends so.
    const place = repository.split('/').length > 2 ? repository : undefined;
    const naming = filesBelow('.', text).filter((file) => place !== undefined && names(read(file), place));
    expect(naming).toEqual([]);
  });

  it('name no package registry where packages come from: each user has their own', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string }> };
    const resolved = Object.entries(lock.packages).filter(([, { resolved }]) => resolved?.includes('://'));
    expect(resolved.map(([name]) => name)).toEqual([]);
    expect(read('.npmrc')).not.toMatch(/registry\s*=/);
  });
});

/** The path itself, and not one that only begins like it. */
function names(content: string, place: string): boolean {
  return content
    .split(place)
    .slice(1)
    .some((rest) => !/^[\w-]/.test(rest));
}

function read(file: string): string {
  return readFileSync(join(repository, file), 'utf8');
}
