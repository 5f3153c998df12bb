import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';
import { putGenerated } from './generated-file.ts';

const file = join(import.meta.dirname, '..', 'api', 'graphql', 'schema.graphql');

const config = {
  useTypeImports: true,
  enumsAsTypes: true,
  immutableTypes: true,
  enumValues: Object.fromEntries(
    [
      'ServiceStatus',
      'HealthStatus',
      'SystemStatus',
      'TaskStatus',
      'AlertState',
      'AlertSeverity',
      'Operation',
      'ServiceAction',
      'LogStream',
      'HostKind',
      'HostScheduling',
      'HostState',
      'LogLevel',
    ].map((name) => [name, `../models.ts#${name}`]),
  ),
  scalars: { ID: { input: 'string', output: 'string' }, DateTime: 'string', JSON: 'unknown' },
  contextType: '../context.ts#GraphContext',
  mappers: {
    Service: '../models.ts#ServiceView',
    ServiceConfig: '../models.ts#ServiceView',
    Task: '../models.ts#TaskModel',
    SystemHealth: '../models.ts#SystemHealthModel',
    ServiceCounts: '../models.ts#ServiceCountsModel',
    Alert: '../models.ts#AlertView',
    Host: '../models.ts#HostView',
  },
};

const generated = await codegen({
  filename: 'types.ts',
  schema: parse(await readFile(file, 'utf8')),
  documents: [],
  config,
  plugins: [{ typescript: {} }, { typescriptResolvers: {} }],
  pluginMap: { typescript, typescriptResolvers },
});
const header = '// Generated from api/graphql/schema.graphql by scripts/generate-graphql.ts. Do not edit.\n';
// It exports the enums' types as if they were values, which type stripping does not allow.
const types = generated.replaceAll(/^export \{ (\w+) \};$/gm, 'export type { $1 };');
await putGenerated('api/graphql/generated/types.ts', header + types);
