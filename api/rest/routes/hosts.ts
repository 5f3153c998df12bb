import {
  hostChangeSchema,
  hostListSchema,
  hostSchema,
  invitationRequestSchema,
  invitationSchema,
  reconciliationSchema,
  removedHostSchema,
} from '#schemas/api/host.ts';
import { idParams } from '#schemas/api/parameters.ts';
import { getHost, labelHost, listHosts, removeHost, scheduleHost } from '../../use-cases/hosts.ts';
import { inviteHost } from '../../use-cases/invite-host.ts';
import { reconcileHost } from '../../use-cases/reconcile-host.ts';
import { defineRoute } from '../route.ts';

const theHost = { status: 200, description: 'The host.', schema: hostSchema } as const;

/** Invitations come first: their address would be a host's otherwise. */
export const hostRoutes = [
  defineRoute({
    method: 'post',
    path: '/hosts/invitations',
    operationId: 'inviteHost',
    tag: 'hosts',
    summary: 'Invite a host',
    description:
      'The token is for one host and one use, and is shown this once. A newer invitation takes the place of an older one.',
    body: invitationRequestSchema,
    answer: { status: 201, description: 'The invitation.', schema: invitationSchema },
    errors: ['name-taken', 'not-found', 'host-local', 'no-gateway'],
    handle: async ({ ports }, { body }) => ({ body: await inviteHost(ports, body) }),
  }),
  defineRoute({
    method: 'get',
    path: '/hosts',
    operationId: 'listHosts',
    tag: 'hosts',
    summary: 'List the hosts',
    answer: { status: 200, description: 'The hosts, by id.', schema: hostListSchema },
    errors: [],
    handle: async ({ ports }) => ({ body: { hosts: await listHosts(ports) } }),
  }),
  defineRoute({
    method: 'get',
    path: '/hosts/{id}',
    operationId: 'getHost',
    tag: 'hosts',
    summary: 'Show a host',
    params: idParams,
    answer: theHost,
    errors: ['not-found'],
    handle: async ({ ports }, { params }) => ({ body: await getHost(ports, params.id) }),
  }),
  defineRoute({
    method: 'patch',
    path: '/hosts/{id}',
    operationId: 'labelHost',
    tag: 'hosts',
    summary: 'Change the labels of a host',
    params: idParams,
    body: hostChangeSchema,
    answer: theHost,
    errors: ['not-found'],
    handle: async ({ ports }, { params, body }) => ({ body: await labelHost(ports, params.id, body.labels) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/hosts/{id}',
    operationId: 'removeHost',
    tag: 'hosts',
    summary: 'Remove a host',
    description: 'It is let in no more. An invitation of this name is taken back as well.',
    params: idParams,
    answer: { status: 200, description: 'The host that was.', schema: removedHostSchema },
    errors: ['not-found', 'host-in-use', 'host-local'],
    handle: async ({ ports }, { params, caller }) => ({ body: await removeHost(ports, params.id, caller) }),
  }),
  defineRoute({
    method: 'post',
    path: '/hosts/{id}/drain',
    operationId: 'drainHost',
    tag: 'hosts',
    summary: 'Place nothing new on a host',
    description: 'What is there stays.',
    params: idParams,
    answer: theHost,
    errors: ['not-found'],
    handle: async ({ ports }, { params, caller }) => ({
      body: await scheduleHost(ports, params.id, 'draining', caller),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/hosts/{id}/open',
    operationId: 'openHost',
    tag: 'hosts',
    summary: 'Let a host take services again',
    params: idParams,
    answer: theHost,
    errors: ['not-found'],
    handle: async ({ ports }, { params, caller }) => ({
      body: await scheduleHost(ports, params.id, 'open', caller),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/hosts/{id}/reconcile',
    operationId: 'reconcileHost',
    tag: 'hosts',
    summary: 'Compare a host with what is wanted',
    description: 'What differs is named in the answer, and repaired by the monitors of the services.',
    params: idParams,
    answer: { status: 200, description: 'What differs.', schema: reconciliationSchema },
    errors: ['not-found', 'engine-unreachable'],
    handle: async (context, { params }) => ({ body: await reconcileHost(context, params.id) }),
  }),
];
