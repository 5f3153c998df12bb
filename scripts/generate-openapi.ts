import { openApiDocument } from '#api/rest/openapi.ts';
import { routes } from '#api/rest/routes/index.ts';
import packageFile from '../package.json' with { type: 'json' };
import { putGenerated } from './generated-file.ts';

const document = openApiDocument(routes, packageFile.version);
await putGenerated('docs/reference/openapi.json', `${JSON.stringify(document, undefined, 2)}\n`);
