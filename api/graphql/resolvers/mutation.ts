import type { z } from 'zod';
import { invitationRequestSchema } from '#schemas/api/host.ts';
import { idempotencyHeaders } from '#schemas/api/parameters.ts';
import { installRequestSchema, reconfigureRequestSchema, taskRequestSchema } from '#schemas/api/task.ts';
import { faultsOf } from '../../rest/faults.ts';
import { faultTexts, invalidInput } from '../../rest/read-input.ts';
import { getTask } from '../../use-cases/get-task.ts';
import { removeHost, scheduleHost } from '../../use-cases/hosts.ts';
import { inviteHost } from '../../use-cases/invite-host.ts';
import { openTask } from '../../use-cases/open-task.ts';
import { findService, getService } from '../../use-cases/services.ts';
import { operationRequest } from '../../use-cases/task-request.ts';
import type { MutationResolvers } from '../generated/types.ts';

export const mutationResolvers: MutationResolvers = {
  installService: async (_root, { input }, { api, caller }) => {
    const { idempotencyKey, ...given } = withoutNulls(input);
    const { service: id, definition, ...rest } = parse(installRequestSchema, given);
    const request = { operation: 'install' as const, services: [{ id, definition }], ...rest };
    await openTask(api, request, caller, parseKey(idempotencyKey));
    return getService(api.ports, id);
  },
  uninstallService: async (_root, { id }, { api, caller }) => {
    const { id: service } = await findService(api.ports, id);
    await openTask(api, { operation: 'uninstall', service, purge: false }, caller);
    return true;
  },
  updateService: async (_root, { id, config }, { api, caller }) => {
    const { id: service } = await findService(api.ports, id);
    const { settings } = parse(reconfigureRequestSchema, { settings: config.settings });
    const seen = config.etag ?? undefined;
    await openTask(api, { operation: 'reconfigure', service, settings, seen }, caller);
    return getService(api.ports, service);
  },
  controlService: async (_root, { id, action }, { api, caller }) => {
    const { id: service } = await findService(api.ports, id);
    await openTask(api, { operation: action, service }, caller);
    return getService(api.ports, service);
  },
  createTask: async (_root, { input }, { api, caller }) => {
    const { idempotencyKey, services, ...given } = withoutNulls(input);
    const [service, ...others] = services;
    const single = given.operation !== 'install' && others.length === 0;
    const body = parse(taskRequestSchema, single ? { ...given, service } : { ...given, services });
    const task = await openTask(api, operationRequest(body), caller, parseKey(idempotencyKey));
    return getTask(api.ports, task);
  },
  inviteHost: (_root, { input }, { api }) =>
    inviteHost(api.ports, parse(invitationRequestSchema, withoutNulls(input))),
  drainHost: (_root, { id }, { api, caller }) => scheduleHost(api.ports, id, 'draining', caller),
  openHost: (_root, { id }, { api, caller }) => scheduleHost(api.ports, id, 'open', caller),
  removeHost: async (_root, { id }, { api, caller }) => {
    await removeHost(api.ports, id, caller);
    return true;
  },
};

/** GraphQL's inputs are checked by the same schemas as REST's bodies. */
function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, faultTexts);
  if (parsed.success) return parsed.data;
  throw invalidInput(faultsOf(parsed.error));
}

function parseKey(key: string | undefined): string | undefined {
  const header = key === undefined ? {} : { 'idempotency-key': key };
  return parse(idempotencyHeaders, header)['idempotency-key'];
}

/** A field that is null is one that was not given. */
function withoutNulls<Input extends object>(
  input: Input,
): { [Key in keyof Input]: Exclude<Input[Key], null> } {
  const entries = Object.entries(input).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as { [Key in keyof Input]: Exclude<Input[Key], null> };
}
