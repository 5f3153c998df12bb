import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCompose } from './compose.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'catalog');
const ids = readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? one.name : [],
);
const compose = await findCompose();

describe('a real Docker Compose', () => {
  it.each(ids)('accepts %s', (id) => {
    const { status, messages } = compose.check(join(folder, id, 'service.yaml'));
    const unexpected = messages.split('\n').filter((line) => !/^$|variable is not set/.test(line));
    expect({ status, unexpected }).toEqual({ status: 0, unexpected: [] });
  });

  it('reads x-showrunner blocks too, which is why encodings stand only in seeded files', () => {
    const home = mkdtempSync(join(tmpdir(), 'showrunner-compose-'));
    try {
      const file = join(home, 'service.yaml');
      writeFileSync(file, `name: x\nservices: { x: { image: "x:1" } }\nx-showrunner: { text: "\${A|b}" }\n`);
      const { status, messages } = compose.check(file);
      expect(status).not.toBe(0);
      expect(messages).toContain('interpolation');
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
