import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Renews everything that is generated, or says with `--check` what is stale. Order matters: the SDK is made of the OpenAPI document. */
const generators = ['catalog-schema', 'errors', 'openapi', 'sdk', 'graphql'];
const flags = process.argv.slice(2);
const failed = generators.filter((name) => {
  const script = join(import.meta.dirname, `generate-${name}.ts`);
  return spawnSync(process.execPath, [script, ...flags], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  process.stderr.write(`Stale or failed: ${failed.join(', ')}. Renew with: node scripts/generate.ts\n`);
  process.exitCode = 1;
}
