import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { putGenerated } from './generated-file.ts';

const source = join(import.meta.dirname, '..', 'docs', 'reference', 'openapi.json');
const nodes = await openapiTypescript(await readFile(source, 'utf8'), {
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  defaultNonNullable: false,
});
const header = '// Generated from docs/reference/openapi.json by scripts/generate-sdk.ts. Do not edit.\n';
await putGenerated('sdk/generated/schema.ts', header + astToString(nodes));
