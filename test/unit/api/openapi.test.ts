import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '#api/rest/openapi.ts';
import { routes } from '#api/rest/routes/index.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const run = promisify(execFile);
const document = openApiDocument(routes, '0.0.0');

describe('the OpenAPI document', () => {
  it('describes every route once', () => {
    const ids = Object.values(document.paths ?? {}).flatMap((item) =>
      Object.values(item).map((operation) => (operation as { operationId?: string }).operationId),
    );
    expect(ids).toHaveLength(routes.length);
    expect(new Set(ids)).toEqual(new Set(routes.map(({ operationId }) => operationId)));
  });

  it('names the failures of each route with their codes', () => {
    const responses = document.paths?.['/services/{id}']?.delete?.responses;
    expect(JSON.stringify(responses?.['409'])).toContain('service-required');
    expect(Object.keys(responses ?? {})).toEqual([
      '202',
      '400',
      '401',
      '404',
      '409',
      '422',
      '429',
      '500',
      '503',
    ]);
  });

  it('holds no reference to what it does not define', () => {
    const defined = new Set(Object.keys(document.components?.schemas ?? {}));
    const used = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name,
    );
    expect(used.filter((name) => !defined.has(name ?? ''))).toEqual([]);
  });

  it.each(['openapi', 'sdk', 'graphql', 'errors'])(
    'and what else is generated is not stale: %s',
    async (name) => {
      await expect(
        run(process.execPath, [`scripts/generate-${name}.ts`, '--check'], { cwd: root }),
      ).resolves.toBeDefined();
    },
  );
});
