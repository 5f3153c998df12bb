import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findCompose, missingCompose } from './compose.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'catalog');
const ids = readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? one.name : [],
);
const compose = findCompose();

describe('a real Docker Compose', () => {
  beforeAll(() => {
    if (compose === undefined) process.stderr.write(`skipped: ${missingCompose}\n`);
  });
  beforeEach(({ skip }) => skip(compose === undefined, missingCompose));

  it.each(ids)('accepts %s', (id) => {
    const { status, messages } = check(join(folder, id, 'service.yaml'));
    const unexpected = messages.split('\n').filter((line) => !/^$|variable is not set/.test(line));
    expect({ status, unexpected }).toEqual({ status: 0, unexpected: [] });
  });

  it('reads x-showrunner blocks too, which is why encodings stand only in seeded files', () => {
    const home = mkdtempSync(join(tmpdir(), 'showrunner-compose-'));
    try {
      const file = join(home, 'service.yaml');
      writeFileSync(file, `name: x\nservices: { x: { image: "x:1" } }\nx-showrunner: { text: "\${A|b}" }\n`);
      const { status, messages } = check(file);
      expect(status).not.toBe(0);
      expect(messages).toContain('interpolation');
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

function check(file: string) {
  if (compose === undefined) throw new Error(missingCompose);
  return compose.check(file);
}
