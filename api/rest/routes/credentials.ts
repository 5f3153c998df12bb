import { credentialsRequestSchema, sealedCredentialsSchema } from '#schemas/api/credentials.ts';
import { idParams } from '#schemas/api/parameters.ts';
import { findService } from '../../use-cases/services.ts';
import { defineRoute } from '../route.ts';

export const credentialRoutes = [
  defineRoute({
    method: 'post',
    path: '/services/{id}/credentials',
    operationId: 'readCredentials',
    tag: 'services',
    summary: 'Read a service’s login, sealed for one reader',
    description:
      'A worker seals it to the given key: the value passes through neither the API nor a history in the clear.',
    params: idParams,
    body: credentialsRequestSchema,
    answer: { status: 200, description: 'The login, sealed.', schema: sealedCredentialsSchema },
    errors: ['not-found', 'temporal-unreachable'],
    handle: async ({ ports }, { params, body }) => {
      const { id } = await findService(ports, params.id);
      return { body: { sealed: await ports.credentials.read(id, body.recipient) } };
    },
  }),
];
