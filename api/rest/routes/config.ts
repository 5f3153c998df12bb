import { ifMatchHeaders } from '#schemas/api/parameters.ts';
import { configSchema, configUpdateSchema, configVerdictSchema } from '#schemas/api/settings.ts';
import { type Config, checkConfig, readConfig, updateConfig } from '../../use-cases/config.ts';
import { defineRoute } from '../route.ts';

const tagged = { ETag: 'Revision of the settings, for If-Match.' };

export const configRoutes = [
  defineRoute({
    method: 'get',
    path: '/config',
    operationId: 'getConfig',
    tag: 'config',
    summary: 'Show the settings of the instance',
    answer: { status: 200, description: 'The settings.', schema: configSchema, headers: tagged },
    errors: [],
    handle: async ({ ports }) => withTag(await readConfig(ports)),
  }),
  defineRoute({
    method: 'put',
    path: '/config',
    operationId: 'updateConfig',
    tag: 'config',
    summary: 'Change settings of the instance',
    description: 'Those that are named; the others stay.',
    headers: ifMatchHeaders,
    body: configUpdateSchema,
    answer: { status: 200, description: 'The settings.', schema: configSchema, headers: tagged },
    errors: ['revision-mismatch'],
    handle: async ({ ports }, { body, headers }) =>
      withTag(await updateConfig(ports, body.settings, headers['if-match'])),
  }),
  defineRoute({
    method: 'post',
    path: '/config/validate',
    operationId: 'validateConfig',
    tag: 'config',
    summary: 'Check settings of the instance',
    body: configUpdateSchema,
    answer: { status: 200, description: 'Whether they would be taken.', schema: configVerdictSchema },
    errors: [],
    handle: async ({ ports }, { body }) => {
      const faults = await checkConfig(ports, body.settings);
      return { body: { valid: faults.length === 0, faults } };
    },
  }),
];

function withTag(config: Config) {
  return { body: config, headers: { ETag: `"${config.revision}"` } };
}
